import django.db.models.deletion
import hmsach.db.act_context
import hmsach.db.fields
import hmsach.lib.clock
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
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
            name='WebhookEndpoint',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=hmsach.lib.clock.now, editable=False)),
                ('url', models.URLField(max_length=400)),
                ('description', models.CharField(blank=True, max_length=200)),
                ('secret', hmsach.db.fields.EncryptedTextField()),
                ('event_types', models.JSONField(blank=True, default=list, help_text='Event types to tell of; empty for all.')),
                ('enabled', models.BooleanField(default=True)),
                ('disabled_reason', models.CharField(blank=True, max_length=200)),
                ('facility', models.ForeignKey(blank=True, help_text="Only this facility's events; empty for all that the owner may see.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.facility')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['created_at', 'id'],
                'default_permissions': ('add', 'change', 'view'),
            },
        ),
        migrations.CreateModel(
            name='EndpointCursor',
            fields=[
                ('endpoint', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='cursor', serialize=False, to='outbox.webhookendpoint')),
                ('last_seq', models.BigIntegerField(default=0)),
            ],
            options={
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField(unique=True)),
                ('type', models.CharField(db_index=True, max_length=64)),
                ('subject', models.CharField(db_index=True, max_length=120)),
                ('payload', models.JSONField()),
                ('act_id', models.UUIDField(db_index=True)),
                ('actor', models.CharField(blank=True, help_text="a user's key; blank: the system", max_length=32)),
                ('at', models.DateTimeField()),
                ('prev_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('facility', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.facility')),
            ],
            options={
                'ordering': ['seq'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='HistoricalWebhookEndpoint',
            fields=[
                ('act_id', models.UUIDField(db_index=True, default=hmsach.db.act_context.act_id, editable=False)),
                ('request_id', models.CharField(blank=True, default=hmsach.db.act_context.request_id, editable=False, max_length=64)),
                ('id', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('created_at', models.DateTimeField(default=hmsach.lib.clock.now, editable=False)),
                ('url', models.URLField(max_length=400)),
                ('description', models.CharField(blank=True, max_length=200)),
                ('secret', hmsach.db.fields.EncryptedTextField(label='outbox.webhookendpoint.secret')),
                ('event_types', models.JSONField(blank=True, default=list, help_text='Event types to tell of; empty for all.')),
                ('enabled', models.BooleanField(default=True)),
                ('disabled_reason', models.CharField(blank=True, max_length=200)),
                ('history_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.TextField(blank=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('facility', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text="Only this facility's events; empty for all that the owner may see.", null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.facility')),
                ('history_user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical webhook endpoint',
                'verbose_name_plural': 'historical webhook endpoints',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('lease_owner', models.CharField(blank=True, default='', editable=False, max_length=80)),
                ('lease_until', models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
                ('attempt', models.PositiveIntegerField(default=0, editable=False)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('pending', 'Pending'), ('retrying', 'Retrying'), ('succeeded', 'Succeeded'), ('exhausted', 'Given up')], default='pending', max_length=12)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(default=hmsach.lib.clock.now)),
                ('response_status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(default=hmsach.lib.clock.now, editable=False)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='outbox.webhookendpoint')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='outbox.event')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ['created_at', 'id'],
                'default_permissions': ('view',),
                'indexes': [models.Index(condition=models.Q(('status__in', ['pending', 'retrying'])), fields=['next_try_at'], name='delivery_due')],
                'constraints': [models.UniqueConstraint(fields=('endpoint', 'event'), name='delivery_once'), models.CheckConstraint(condition=models.Q(('status__in', ['pending', 'retrying', 'succeeded', 'exhausted'])), name='delivery_status')],
            },
        ),
    ]
