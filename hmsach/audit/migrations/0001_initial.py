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
            name='TableShape',
            fields=[
                ('id', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('table', models.CharField(max_length=120)),
                ('columns', models.JSONField()),
            ],
            options={
                'ordering': ['table'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('act_id', models.UUIDField(db_index=True, default=hmsach.db.act_context.act_id, editable=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=hmsach.lib.clock.now, editable=False)),
                ('subject', models.CharField(db_index=True, help_text='app.model:id', max_length=120)),
                ('fields', models.JSONField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField(db_index=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reveal',
                'ordering': ['-at'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='ChainLink',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('act_id', models.UUIDField(unique=True)),
                ('reason', models.TextField()),
                ('request_id', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField()),
                ('tables', models.JSONField(help_text='label: [rows, digest, shape]')),
                ('events', models.JSONField(help_text='first and last sequence number, or empty')),
                ('prev_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-seq'],
                'get_latest_by': 'seq',
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_event_seq', models.BigIntegerField(default=0)),
                ('last_event_hash', models.CharField(blank=True, default='', max_length=64)),
                ('last_link_seq', models.BigIntegerField(default=0)),
                ('last_link_hash', models.CharField(blank=True, default='', max_length=64)),
            ],
            options={
                'verbose_name': 'head of the chain',
                'default_permissions': ('view',),
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='head_is_one_row')],
            },
        ),
    ]
