from django.db import migrations


class Migration(migrations.Migration):
    """Empty: what stood here is in the first migration, which creates each table at once."""

    initial = True

    dependencies = [
        ('assignments', '0001_initial'),
    ]

    operations = []
