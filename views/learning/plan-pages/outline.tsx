import type { PlanOutline } from '../../../functions/learning/plan-pages/page-data'
import {
  chunksPath,
  chunksText,
  isDone,
  isOpenPlan,
  mayEdit,
  plannedSeconds,
  planPath,
} from '../../../functions/learning/plans/schema'
import { progressOf } from '../../../functions/ledger/plans'
import { parseSubject } from '../../../functions/ledger/subject'
import type { LocalNow } from '../../../functions/lib/env'
import { duration, shortDayMonth } from '../../../functions/lib/text/format'
import { Button, LinkButton, Notice } from '../../ui/button'
import { Count, Figure, Kpi, Kpis, Progress } from '../../ui/figure'
import { sessionsPath } from '../../ui/links'
import { RowList, Section, Stack, TextLink } from '../../ui/section'
import { PlanStatusForm } from './actions'
import { ChunkRow, Introduction, PlannedTime } from './chunk'
import { ChunkParts } from './chunks'

type Props = PlanOutline & { now: LocalNow }

/** Path of all sessions of a plan; undefined if the plan's id cannot be a subject. */
export const planSessionsPath = (id: string) => {
  const subject = parseSubject(`plan:${id}`)
  return subject === null ? undefined : sessionsPath(null, subject)
}

const Pace = ({ plan, pace, now }: Pick<Props, 'plan' | 'pace' | 'now'>) => {
  if (plan.status === 'completed') return <Kpi label="Pace">completed</Kpi>
  if (pace === null) {
    return (
      <Kpi label="Pace" note="needs a few days of tracked time">
        <span class="grey">not known yet</span>
      </Kpi>
    )
  }
  return (
    <Kpi label="At this pace" note={`by hours left, ${duration(pace.seconds)} in the last 4 weeks`}>
      <time datetime={pace.done_on}>{shortDayMonth(pace.done_on, now.today)}</time>
    </Kpi>
  )
}

const Figures = ({ plan, pace, now }: Pick<Props, 'plan' | 'pace' | 'now'>) => {
  const planned = plannedSeconds(plan)
  const href = plan.tracked_seconds > 0 ? planSessionsPath(plan.id) : undefined
  return (
    <Kpis class="mt-4">
      <Kpi label="Progress by chunks" note={chunksText(plan)}>
        <Count value={progressOf(plan)} unit="%" />
        <Progress class="my-1 max-w-60" value={progressOf(plan)} label={`Progress of ${plan.title}`} />
      </Kpi>
      <Kpi
        label="Tracked"
        note={
          planned > 0 ? (
            <>
              of <PlannedTime tracked={plan.tracked_seconds} planned={planned} />
            </>
          ) : (
            'no time planned'
          )
        }
      >
        <Figure seconds={plan.tracked_seconds} href={href} />
      </Kpi>
      <Pace plan={plan} pace={pace} now={now} />
    </Kpis>
  )
}

const Done = ({ plan }: Pick<Props, 'plan'>) =>
  isOpenPlan(plan) && isDone(plan) ? (
    <Notice
      tone="good"
      actions={
        <PlanStatusForm planId={plan.id} status="completed">
          <Button variant="primary">Complete plan</Button>
        </PlanStatusForm>
      }
    >
      <p>Every chunk is done.</p>
    </Notice>
  ) : null

const ReplaceForm = ({ url }: { url: string }) => (
  <form method="post" action={url} hx-post={url} hx-swap="none">
    <Button>Use these values</Button>
  </form>
)

const Warnings = ({ plan, warnings }: Pick<Props, 'plan' | 'warnings'>) =>
  warnings.length > 0 ? (
    <Notice
      tone="warning"
      actions={
        mayEdit(plan) && (
          <>
            <ReplaceForm url={planPath(plan.id, 'warnings')} />
            <LinkButton href={planPath(plan.id, 'edit')}>Edit markdown</LinkButton>
          </>
        )
      }
    >
      {warnings.map(({ line, message }) => (
        <p>
          Line {line}: {message}
        </p>
      ))}
    </Notice>
  ) : null

/** Region of a plan's page that an edit of the plan replaces. */
export const Outline = ({ plan, introduction, part, warnings, pace, now }: Props) => (
  <div id="plan">
    <Stack>
      <Done plan={plan} />
      <Warnings plan={plan} warnings={warnings} />
    </Stack>
    <Figures plan={plan} pace={pace} now={now} />
    <Introduction text={introduction} />
    <Section
      id="plan-chunks"
      title="Chunks"
      aside={mayEdit(plan) && <TextLink href={chunksPath(plan.id)}>Edit chunks</TextLink>}
    >
      <RowList
        ordered
        id="chunk-rows"
        rows={part.chunks}
        item={(chunk) => (
          <ChunkRow planId={plan.id} chunk={chunk} isNext={chunk.id === plan.next_chunk} mayEdit={mayEdit(plan)} />
        )}
      />
      <ChunkParts part={part} path={planPath(plan.id)} />
    </Section>
  </div>
)
