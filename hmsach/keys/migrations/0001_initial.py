import django.db.models.deletion
import hmsach.db.act_context
import hmsach.lib.clock
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('axes', '0010_accessattemptexpiration'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('django_celery_beat', '0019_alter_periodictasks_options'),
        ('guardian', '0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more'),
        ('oauth2_provider', '0022_refreshtoken_token_family_index'),
        ('sessions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('id', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('wrapped', models.TextField(editable=False)),
                ('state', models.CharField(choices=[('active', 'Seals and opens'), ('retired', 'Opens only')], max_length=8)),
                ('created_at', models.DateTimeField(default=hmsach.lib.clock.now, editable=False)),
            ],
            options={
                'ordering': ['created_at'],
                'default_permissions': ('view',),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['active', 'retired'])), name='data_key_state'), models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('state',), name='data_key_one_active')],
            },
        ),
        migrations.CreateModel(
            name='KeyEvent',
            fields=[
                ('act_id', models.UUIDField(db_index=True, default=hmsach.db.act_context.act_id, editable=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=hmsach.lib.clock.now, editable=False)),
                ('kind', models.CharField(max_length=24)),
                ('key_id', models.CharField(max_length=32)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['created_at'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('kid', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('alg', models.CharField(default='ES256', editable=False, max_length=8)),
                ('public_jwk', models.JSONField(editable=False)),
                ('sealed_private', models.TextField(editable=False)),
                ('state', models.CharField(choices=[('next', 'Published, not yet used'), ('active', 'Signs'), ('previous', 'Verifies only'), ('revoked', 'Not trusted')], max_length=8)),
                ('previous_since_at', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(default=hmsach.lib.clock.now, editable=False)),
            ],
            options={
                'ordering': ['created_at'],
                'default_permissions': ('view',),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['next', 'active', 'previous', 'revoked'])), name='signing_key_state'), models.UniqueConstraint(condition=models.Q(('state__in', ['active', 'next'])), fields=('state',), name='signing_key_one_in_place')],
            },
        ),
    ]
