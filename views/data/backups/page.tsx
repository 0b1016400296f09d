import {
  type BackupKind,
  type BackupRow,
  backupName,
  backupsPath,
  isRestorable,
  type KeptState,
  restorePath,
} from '../../../functions/data/backups/schema'
import { kindEntries } from '../../../functions/lib/kinds'
import { clockTime, longDate, plural } from '../../../functions/lib/text/format'
import { dayOf } from '../../../functions/lib/time/days'
import { Badge, LinkButton, Menu, Notice, PostButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Icon } from '../../ui/icon'
import { MenuLink } from '../../ui/item'
import { Moment, type Reader } from '../../ui/moment'
import { RowList, RowMeta, Section, Stack, TextLink } from '../../ui/section'
import { RestoreSection } from './restore'

/** Number of rows in a backup by kind, sessions first: `1,204 sessions`. */
const contentsOf = (counts: Record<string, number>): string[] => {
  const named = kindEntries.flatMap(([, { table, one, many }]) => {
    const count = counts[table] ?? 0
    return count === 0 ? [] : [{ table, text: plural(count, one.toLowerCase(), many.toLowerCase()) }]
  })
  const sorted = named.toSorted((a, b) => Number(b.table === 'sessions') - Number(a.table === 'sessions'))
  const others = Object.entries(counts).reduce(
    (sum, [table, count]) => (kindEntries.some(([, entry]) => entry.table === table) ? sum : sum + count),
    0,
  )
  const all = [...sorted.map(({ text }) => text), ...(others > 0 ? [plural(others, 'other record')] : [])]
  return all.length > 0 ? all : ['Only your account and settings']
}

/** Formats a size: `312 KB`, `4.2 MB`. */
const sizeText = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`

/** Result of checking a backup. */
const State = ({ backup, ...reader }: Reader & { backup: BackupRow }) => {
  const { created_at, verified_at, bytes } = backup
  if (!isRestorable(backup)) {
    return (
      <Badge tone="bad" icon="alert">
        {bytes === 0 ? 'Failed' : 'Damaged'}
      </Badge>
    )
  }
  const { preferences } = reader.user
  if (verified_at === null) return null
  if (dayOf(verified_at, preferences) === dayOf(created_at, preferences)) return 'checked'
  return (
    <>
      checked <Moment at={verified_at} {...reader} />
    </>
  )
}

/** Names the day of a backup: `Today`, `Friday, 20 November`. */
const dayText = ({ created_at }: BackupRow, { user: { preferences }, now }: Reader) => {
  const [date, today] = [dayOf(created_at, preferences), dayOf(now, preferences)]
  return date === today ? 'Today' : longDate(date, today)
}

const timeText = ({ created_at }: BackupRow, { user: { preferences } }: Reader) => (
  <time datetime={new Date(created_at).toISOString()}>
    {clockTime(created_at, preferences.time_zone, preferences.clock)}
  </time>
)

/** Contents of a backup, initially collapsed. */
const Contents = ({ backup }: { backup: BackupRow }) => (
  <details>
    <summary class="link">What’s in it</summary>
    <ul>
      {contentsOf(backup.counts).map((text) => (
        <li>{text}</li>
      ))}
    </ul>
  </details>
)

/** A backup with its actions. */
const Backup = ({ backup, ...reader }: Reader & { backup: BackupRow }) => {
  const path = `${backupsPath}/${backup.id}`
  const name = backupName(backup, reader.user.preferences)
  return (
    <li id={`backup-${backup.id.replace('/', '-')}`}>
      <div>
        <span class="row-title">{dayText(backup, reader)}</span>
        <RowMeta
          parts={[timeText(backup, reader), backup.bytes > 0 && sizeText(backup.bytes), State({ backup, ...reader })]}
        />
        {backup.error !== null && <p class="hint">{backup.error}</p>}
      </div>
      {backup.bytes > 0 && (
        <div class="actions">
          {isRestorable(backup) && (
            <LinkButton small href={`${restorePath}?${new URLSearchParams({ backup: backup.id })}`}>
              Restore<span class="sr-only"> the {name}</span>
            </LinkButton>
          )}
          <Menu label={`More for the ${name}`}>
            <MenuLink icon="download" label="Download" href={path} download="" />
            <form method="post" action={`${path}/check`}>
              <button type="submit">
                <Icon name="check" />
                Check<span class="sr-only"> the {name}</span>
              </button>
            </form>
          </Menu>
        </div>
      )}
      {backup.bytes > 0 && <Contents backup={backup} />}
    </li>
  )
}

type Props = Reader & { backups: BackupRow[]; isMaking: boolean; hasWritten: boolean }

const groups: { kinds: BackupKind[]; id: string; title: string; summary: string }[] = [
  { kinds: ['daily', 'weekly'], id: 'automatic', title: 'Automatic', summary: 'the last 7 days and 4 weeks' },
  { kinds: ['manual'], id: 'exports', title: 'Made by you', summary: 'kept for 7 days' },
  { kinds: ['restore'], id: 'before-restores', title: 'Made before a restore', summary: 'kept for 7 days' },
]

/** True for a weekly backup that duplicates a listed daily one; both are shown as one row. */
const isCopy = ({ kind, created_at }: BackupRow, backups: BackupRow[]) =>
  kind === 'weekly' && backups.some((other) => other.kind === 'daily' && other.created_at === created_at)

const Failure = ({ user, now }: Reader) =>
  user.backup_failures ? (
    <Notice tone="bad" role="status">
      <p>
        The last backup failed. Your data itself is fine.
        {user.backup_retry_at != null && (
          <>
            {' '}
            Daymark tries again after <Moment at={user.backup_retry_at} user={user} now={now} />.
          </>
        )}
      </p>
    </Notice>
  ) : null

const Making = () => (
  <Notice role="status">
    <p>Your backup is being made. It takes a few seconds.</p>
  </Notice>
)

const polling = { 'hx-get': '/settings/backups', 'hx-trigger': 'every 2s', 'hx-swap': 'outerMorph' }

/** The list, which polls while a backup is being made. */
export const BackupList = (props: Props) => {
  const { backups, isMaking, hasWritten, ...reader } = props
  return (
    <div id="backups" {...(isMaking && polling)}>
      <Stack>
        {isMaking ? <Making /> : <Failure {...reader} />}
        <p>Daymark backs up all your data after your first visit each day.</p>
        <PostButton action="/settings/backups" icon="plus" disabled={isMaking} label="Back up now" />
      </Stack>
      {backups.length === 0 && !isMaking && (
        <Empty title="No backups yet">
          {hasWritten
            ? 'The next one follows your first visit tomorrow.'
            : 'The first one follows as soon as you add something.'}
        </Empty>
      )}
      {groups.map(({ kinds, ...group }) => {
        const rows = backups.filter((backup) => kinds.includes(backup.kind) && !isCopy(backup, backups))
        return (
          rows.length > 0 && (
            <Section {...group}>
              <RowList rows={rows} item={(backup) => <Backup backup={backup} {...reader} />} />
            </Section>
          )
        )
      })}
    </div>
  )
}

/** `/settings/backups` */
export const BackupsPage = ({ kept, ...list }: Props & { kept: KeptState | null }) => {
  const { preferences } = list.user
  return (
    <>
      <BackupList {...list} />
      <RestoreSection kept={kept} reader={preferences} today={dayOf(list.now, preferences)} />
    </>
  )
}

/** Notice on `/` that the last daily backup failed. */
export const FailedBackupNotice = ({ failures }: { failures: number }) =>
  failures > 0 && (
    <div class="mb-4">
      <Notice tone="warning">
        <p>
          The last backup failed. Your data is fine, and Daymark tries again within the hour.{' '}
          <TextLink href="/settings/backups">See your backups</TextLink>
        </p>
      </Notice>
    </div>
  )
