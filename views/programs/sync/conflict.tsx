import type { Child } from 'hono/jsx'
import { readOnlyText } from '../../../functions/learning/plans/schema'
import { kindEntry, kindPath } from '../../../functions/lib/kinds'
import { clockTime, duration, shortDate } from '../../../functions/lib/text/format'
import { dayOf, localDateTime } from '../../../functions/lib/time/days'
import {
  type DeviceNames,
  isPresent,
  sidesText,
  type VersionDifferences,
  versionDifferences,
} from '../../../functions/programs/sync/conflicts/differences'
import { type Conflict, conflictsPath, isGone } from '../../../functions/programs/sync/conflicts/schema'
import { Badge, Button, LinkButton, Version, Versions } from '../../ui/button'
import { DifferentFields } from '../../ui/conflict'
import { DifferingLines } from '../../ui/differing-lines'
import { Moment, type Reader } from '../../ui/moment'
import { joinFacts, RowMeta, RowName, RowTitle, Stack, TextLink } from '../../ui/section'

type SideProps = {
  conflict: Conflict
  differences: VersionDifferences
  side: 'lost' | 'present'
  /** Maximum number of lines of a plan. */
  most: number
}

const deletedText: Record<SideProps['side'], string> = {
  lost: 'Deleted. Bringing this back deletes it again.',
  present: 'Deleted',
}

/** Parts of one version that the other lacks. */
const VersionContent = ({ conflict, differences, side, most }: SideProps): Child => {
  const { is_deletion } = conflict
  if (side === 'lost' ? is_deletion : isGone(conflict)) return <p>{deletedText[side]}</p>
  const { fields, lines } = differences
  if (lines) {
    const hasWords = [...lines.ours, ...lines.theirs].some(({ text }) => text.trim() !== '')
    if (!hasWords) return <p class="grey">Only spaces or empty lines differ</p>
    return <DifferingLines lines={side === 'lost' ? lines.ours : lines.theirs} most={most} />
  }
  if (fields.length > 0) return <DifferentFields fields={fields} side={side === 'lost' ? 'yours' : 'saved'} />
  if (is_deletion || isGone(conflict)) return <p>The whole {conflict.type}</p>
  if (conflict.lost === null || conflict.present?.data == null) {
    return (
      <p class="grey">
        Too long to compare here. <TextLink href={`${conflictsPath}/${conflict.id}`}>Compare</TextLink>
      </p>
    )
  }
  return <p class="grey">Differs only in details that aren’t shown</p>
}

type Props = Reader & { conflict: Conflict; devices: DeviceNames; most: number }

const pathOf = ({ type, row_id }: Conflict) => kindPath({ kind: type, id: row_id, parent_id: null })

const Title = ({ conflict }: { conflict: Conflict }) =>
  isGone(conflict) ? <RowName>{conflict.title}</RowName> : <RowTitle href={pathOf(conflict)} name={conflict.title} />

type StepProps = { conflict: Conflict; step: 'restore' | 'settle'; children: string }

const Step = ({ conflict, step, children }: StepProps) => (
  <form method="post" action={`${conflictsPath}/${conflict.id}/${step}`}>
    <Button small>
      {children}
      <span class="sr-only"> {conflict.title}</span>
    </Button>
  </form>
)

/** Button that restores the version that lost. */
const BringBack = ({ conflict }: { conflict: Conflict }) => (
  <Step conflict={conflict} step="restore">
    {conflict.is_deletion ? 'Delete again' : 'Bring back'}
  </Step>
)

const KeepCurrent = ({ conflict, children = 'Keep current' }: { conflict: Conflict; children?: string }) =>
  conflict.settled_at === null ? (
    <Step conflict={conflict} step="settle">
      {children}
    </Step>
  ) : null

/** Sharing of a plan that is read-only for the person; null if the person can edit it. */
const readOnlyBy = (conflict: Conflict) => {
  const sharing = conflict.type === 'plan' && !isGone(conflict) ? conflict.present?.extra.sharing : null
  return sharing?.permission === 'read' ? sharing : null
}

const Both = ({ conflict, differences, most, user, now }: Props & { differences: VersionDifferences }) => (
  <Versions>
    <Version
      title={
        <>
          Replaced version, <Moment at={conflict.updated_at} user={user} now={now} />
        </>
      }
      action={
        readOnlyBy(conflict) ? (
          <p>{readOnlyText(readOnlyBy(conflict) ?? { owner: '' })}.</p>
        ) : (
          <BringBack conflict={conflict} />
        )
      }
    >
      <VersionContent conflict={conflict} differences={differences} side="lost" most={most} />
    </Version>
    <Version
      title={
        <>
          Current version
          {conflict.present && (
            <>
              , <Moment at={conflict.present.updated_at} user={user} now={now} />
            </>
          )}
        </>
      }
      action={<KeepCurrent conflict={conflict} />}
    >
      <VersionContent conflict={conflict} differences={differences} side="present" most={most} />
    </Version>
  </Versions>
)

/** Times of a session in its own zone: `Tue 3 Mar, 09:00–10:30, 1h 30m`. */
const timesOf = (conflict: Conflict, { user, now }: Reader) => {
  if (conflict.type !== 'session' || !conflict.present?.data) return ''
  const { start_time, end_time, duration_seconds, time_zone } = conflict.present.data
  const { clock } = user.preferences
  const at = (instant: number) => clockTime(instant, time_zone, clock)
  const day = shortDate(localDateTime(start_time, time_zone).date, dayOf(now, user.preferences))
  const end = end_time === null ? 'running' : `${at(end_time)}, ${duration(duration_seconds ?? 0)}`
  return `${day}, ${at(start_time)}–${end}`
}

/** A conflict of two timers that ran at once. */
const TimerEnded = ({ conflict, ...reader }: Reader & { conflict: Conflict }) => (
  <>
    <p>
      Two timers ran at once, so this one was ended when the other began.
      {!isGone(conflict) && ` It’s now ${timesOf(conflict, reader)}.`}
    </p>
    <div class="actions">
      {!isGone(conflict) && (
        <LinkButton small href={`${pathOf(conflict)}/edit`}>
          Edit session<span class="sr-only"> {conflict.title}</span>
        </LinkButton>
      )}
      <KeepCurrent conflict={conflict}>Keep as it is</KeepCurrent>
    </div>
  </>
)

const Refused = ({ conflict }: { conflict: Conflict }) => (
  <Stack>
    <p>{conflict.refusal?.replace(/^data\./, '')}</p>
    <pre class="sample">
      <code>
        {Object.entries(conflict.refused ?? {})
          .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
          .join('\n')}
      </code>
    </pre>
    <div class="actions">
      <KeepCurrent conflict={conflict}>Got it</KeepCurrent>
    </div>
  </Stack>
)

const Same = ({ conflict }: { conflict: Conflict }) => (
  <div class="actions">
    <p class="grey">{conflict.is_deletion ? 'It is deleted.' : 'This is the current version.'}</p>
    <KeepCurrent conflict={conflict}>Got it</KeepCurrent>
  </div>
)

/** A conflict with both versions and the possible actions. */
export const ConflictItem = (props: Props) => {
  const { conflict, devices, user, now } = props
  const differences = versionDifferences(conflict, user.preferences.clock, dayOf(now, user.preferences))
  return (
    <>
      <Title conflict={conflict} />
      <RowMeta
        parts={[
          joinFacts(
            kindEntry(conflict.type).one,
            isGone(conflict) && conflict.refusal === null && <Badge>Deleted</Badge>,
          ),
          conflict.reason === 'edit' && <bdi>{sidesText(conflict, devices)}</bdi>,
          <Moment at={conflict.created_at} user={user} now={now} />,
        ]}
      />
      {conflict.refusal !== null ? (
        <Refused conflict={conflict} />
      ) : conflict.reason === 'timer' ? (
        <TimerEnded conflict={conflict} user={user} now={now} />
      ) : isPresent(conflict) ? (
        <Same conflict={conflict} />
      ) : (
        <Both {...props} differences={differences} />
      )}
    </>
  )
}
