import { contentsOf, sizeText } from '../../functions/backups/contents'
import { restorePath } from '../../functions/backups/kept'
import { type BackupRow, isWhole } from '../../functions/backups/schema'
import { dayOf } from '../../functions/lib/days'
import { clockTime, longDate } from '../../functions/lib/format'
import { Badge } from '../ui/badge'
import { Button, LinkButton } from '../ui/button'
import { Moment, type Reader } from '../ui/moment'
import { RowMeta } from '../ui/rows'

const State = ({ backup, ...reader }: Reader & { backup: BackupRow }) => {
  if (isWhole(backup)) {
    return (
      <>
        checked <Moment at={backup.verified_at ?? backup.created_at} {...reader} />
      </>
    )
  }
  return (
    <Badge tone="bad" icon="alert">
      {backup.bytes === 0 ? 'Failed' : 'Damaged'}
    </Badge>
  )
}

/** `Today`, `Friday, 20 November` */
const dayText = ({ created_at }: BackupRow, { user: { preferences }, now }: Reader) => {
  const [date, today] = [dayOf(created_at, preferences), dayOf(now, preferences)]
  return date === today ? 'Today' : longDate(date, today)
}

const timeText = ({ created_at }: BackupRow, { user: { preferences } }: Reader) => (
  <time datetime={new Date(created_at).toISOString()}>
    {clockTime(created_at, preferences.time_zone, preferences.clock)}
  </time>
)

/** Contents of a backup, folded away. */
const Contents = ({ backup }: { backup: BackupRow }) => (
  <details>
    <summary>What’s in it</summary>
    <ul>
      {contentsOf(backup.counts).map((text) => (
        <li>{text}</li>
      ))}
    </ul>
  </details>
)

/** A backup with what can be done with it. */
export const Backup = ({ backup, ...reader }: Reader & { backup: BackupRow }) => {
  const path = `/settings/backups/${backup.id}`
  return (
    <li id={`backup-${backup.id.replace('/', '-')}`}>
      <div>
        <span class="row-title">{dayText(backup, reader)}</span>
        <RowMeta
          parts={[
            timeText(backup, reader),
            backup.bytes > 0 && sizeText(backup.bytes),
            backup.bytes > 0 && contentsOf(backup.counts)[0],
            <State backup={backup} {...reader} />,
          ]}
        />
        {backup.error !== null && <p class="hint">{backup.error}</p>}
        {backup.bytes > 0 && <Contents backup={backup} />}
      </div>
      {backup.bytes > 0 && (
        <div class="actions">
          <LinkButton small icon="download" iconOnly={`Download the backup of ${backup.id}`} href={path} download="" />
          {isWhole(backup) && (
            <LinkButton small href={`${restorePath}?${new URLSearchParams({ backup: backup.id })}`}>
              Restore<span class="unseen"> the backup of {backup.id}</span>
            </LinkButton>
          )}
          <form method="post" action={`${path}/check`}>
            <Button small icon="check" iconOnly={`Check the backup of ${backup.id}`} />
          </form>
        </div>
      )}
    </li>
  )
}
