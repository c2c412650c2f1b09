import django.db.models.deletion
import hmsach.db.act_context
import hmsach.lib.clock
import simple_history.models
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
            name='ApiClient',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=hmsach.lib.clock.now, editable=False)),
                ('client_id', models.CharField(help_text='Of the OAuth application.', max_length=255, unique=True, verbose_name='client id')),
                ('name', models.CharField(max_length=120)),
                ('scopes', models.JSONField(default=list, help_text='Scopes this client may be given, at most.')),
            ],
            options={
                'verbose_name': 'API client',
                'ordering': ['name'],
                'default_permissions': ('add', 'change', 'view'),
            },
        ),
        migrations.CreateModel(
            name='HistoricalApiClient',
            fields=[
                ('act_id', models.UUIDField(db_index=True, default=hmsach.db.act_context.act_id, editable=False)),
                ('request_id', models.CharField(blank=True, default=hmsach.db.act_context.request_id, editable=False, max_length=64)),
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('created_at', models.DateTimeField(default=hmsach.lib.clock.now, editable=False)),
                ('client_id', models.CharField(help_text='Of the OAuth application.', max_length=255, verbose_name='client id')),
                ('name', models.CharField(max_length=120)),
                ('scopes', models.JSONField(default=list, help_text='Scopes this client may be given, at most.')),
                ('history_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.TextField(blank=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical API client',
                'verbose_name_plural': 'historical API clients',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='IdempotencyRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client', models.CharField(max_length=255)),
                ('endpoint', models.CharField(help_text='Method and path.', max_length=300)),
                ('key', models.CharField(max_length=255)),
                ('body_hash', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('in_flight', 'In flight'), ('done', 'Done')], default='in_flight', max_length=12)),
                ('claimed_at', models.DateTimeField(default=hmsach.lib.clock.now)),
                ('status_code', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('headers', models.JSONField(blank=True, default=dict)),
                ('body', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=hmsach.lib.clock.now, editable=False)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(fields=('client', 'endpoint', 'key'), name='idempotency_once_per_key'), models.CheckConstraint(condition=models.Q(('state__in', ['in_flight', 'done'])), name='idempotency_state')],
            },
        ),
    ]
