import type { PropsWithChildren } from 'hono/jsx'
import {
  displayedStatus,
  historyPath,
  isDone,
  isOpenPlan,
  type ListedPlan,
  mayEdit,
  type PlanStatus,
  planPath,
  planStatusNames,
  sharedPath,
  sharePath,
} from '../../../functions/learning/plans/schema'
import { pathTo } from '../../../functions/lib/http/path-to'
import { linkText } from '../../../functions/time/sessions/plan-link'
import type { ActiveTimer } from '../../../functions/time/timer/schema'
import { RunningSince, StartButton } from '../../frame/shell/start-button'
import { TagLink } from '../../ui/field'
import type { IconName } from '../../ui/icon'
import { RowOfPage } from '../../ui/in-place'
import { DeleteForm, MenuLink, MenuPost } from '../../ui/item'
import { learningsPath } from '../../ui/links'
import { NameLink, PageHead, RowTitle } from '../../ui/section'

type Plan = Pick<ListedPlan, 'id' | 'goal_id' | 'project_id' | 'next_chunk' | 'next_title'>

/** Button that starts the timer on the next chunk of a plan; nothing if all chunks are done. */
export const StartNext = ({ plan, words }: { plan: Plan; words?: string }) => {
  const { id, goal_id, project_id, next_chunk, next_title } = plan
  if (next_title === null) return null
  return (
    <StartButton
      label={`${words ?? 'Start'}: ${next_title}`}
      variant={words === undefined ? undefined : 'primary'}
      words={words}
      title={next_title}
      plan={linkText({ plan_id: id, chunk_id: next_chunk })}
      goal_id={goal_id ?? undefined}
      project_id={project_id ?? undefined}
    />
  )
}

type FormProps = PropsWithChildren<{ planId: string; status: PlanStatus }>

export const PlanStatusForm = ({ planId, status, children }: FormProps) => {
  const url = planPath(planId, 'status')
  return (
    <form method="post" action={url} hx-post={url} hx-swap="none">
      <input type="hidden" name="status" value={status} />
      {children}
    </form>
  )
}

type Action = [status: PlanStatus, label: string, icon: IconName]

/** Statuses that a plan can be set to from its menu. */
const actionsOf = ({ status }: Pick<ListedPlan, 'status'>): Action[] => {
  const archive: Action = ['archived', 'Archive', 'import']
  switch (status) {
    case 'archived':
      return [['in_progress', 'Unarchive', 'undo']]
    case 'completed':
      return [['in_progress', 'Reopen', 'undo'], archive]
    default:
      return [['completed', 'Complete', 'check'], archive]
  }
}

type Props = {
  plan: Pick<ListedPlan, 'id' | 'title' | 'status' | 'owner' | 'share_id'> & Parameters<typeof mayEdit>[0]
}

/** Menu items that set a plan's status. */
export const PlanStatuses = ({ plan }: { plan: Pick<ListedPlan, 'id' | 'status'> }) => (
  <>
    {actionsOf(plan).map(([status, label, icon]) => (
      <MenuPost action={planPath(plan.id, 'status')} label={label} icon={icon} swapsNothing>
        <input type="hidden" name="status" value={status} />
      </MenuPost>
    ))}
  </>
)

/** Menu item to leave a shared plan. It has no Undo, so it does not use the key of Delete. */
export const LeavePlan = ({ plan }: { plan: Pick<ListedPlan, 'share_id'> }) => (
  <MenuPost action={`${sharedPath}/${plan.share_id}/leave`} label="Leave" icon="trash" danger swapsNothing />
)

const PlanMenu = ({ plan }: Props) => (
  <>
    <PlanStatuses plan={plan} />
    {plan.owner === null && <MenuLink icon="people" label="Share" href={sharePath(plan.id)} />}
    <MenuLink icon="history" label="History" href={historyPath(plan.id)} />
    <MenuLink icon="learnings" label="Learnings" href={learningsPath({ plan: plan.id })} />
    <MenuLink icon="download" label="Export markdown" href={planPath(plan.id, 'markdown')} download={`${plan.id}.md`} />
    <MenuLink icon="import" label="Import cards" href={pathTo`/cards/import?plan=${plan.id}`} />
    <MenuLink icon="download" label="Export cards" href={planPath(plan.id, 'cards.md')} download="" />
    <MenuLink icon="download" label="Export cards for Anki" href={planPath(plan.id, 'cards.txt')} download="" />
    {plan.owner === null ? <DeleteForm url={planPath(plan.id)} /> : <LeavePlan plan={plan} />}
  </>
)

type TimerProps = {
  plan: ListedPlan
  /** The running timer, whatever it runs for. */
  timer: ActiveTimer | null
  reader: Parameters<typeof RunningSince>[0]['reader']
}

/** On a plan's page: the running timer's start if it runs for the plan, else a button that starts the next chunk. */
export const PlanTimer = ({ plan, timer, reader }: TimerProps) => (
  <div
    id="plan-timer"
    class="actions"
    hx-get={planPath(plan.id, 'timer')}
    hx-trigger="timer-changed from:body"
    hx-target="this"
    hx-swap="outerMorph"
  >
    {timer?.plan_id === plan.id ? (
      <RunningSince startedAt={timer.started_at} reader={reader} />
    ) : (
      isOpenPlan(plan) && !isDone(plan) && <StartNext plan={plan} words="Start" />
    )}
  </div>
)

/** Head of a plan's page, which an edit of the plan replaces. */
export const PlanHead = ({ plan, ...timer }: Props & TimerProps) => (
  <div id="plan-head">
    <RowOfPage id={`plan-${plan.id}`} region={planPath(plan.id)}>
      <PageHead
        title={<RowTitle href={planPath(plan.id)} name={plan.title} data-edits={mayEdit(plan) ? 'title' : undefined} />}
        back={{ href: '/plans', name: 'Plans' }}
        facts={[
          planStatusNames[displayedStatus(plan)],
          plan.owner !== null && (
            <>
              shared by <bdi>{plan.owner}</bdi>
            </>
          ),
          isOpenPlan(plan) && plan.next_title !== null && (
            <>
              next:{' '}
              <NameLink
                href={`${planPath(plan.id)}#${plan.next_chunk ? `chunk-${plan.next_chunk}` : 'plan-chunks'}`}
                name={plan.next_title}
              />
            </>
          ),
          ...plan.tags.map((tag) => <TagLink kind="plan" tag={tag} />),
        ]}
        acts={<PlanTimer plan={plan} {...timer} />}
        edit={planPath(plan.id, 'edit')}
        more={<PlanMenu plan={plan} />}
      />
    </RowOfPage>
  </div>
)
