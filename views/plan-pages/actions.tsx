import type { PropsWithChildren } from 'hono/jsx'
import { planPath } from '../../functions/plans/paths'
import type { ListedPlan, PlanStatus } from '../../functions/plans/schema'
import { learningsPath } from '../links'
import { Icon, type IconName } from '../ui/icon'
import { Menu } from '../ui/menu'

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

/** Statuses that a plan can be given from its menu. */
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

type Props = { plan: Pick<ListedPlan, 'id' | 'title' | 'status'> }

export const PlanMenu = ({ plan }: Props) => (
  <div id="plan-menu">
    <Menu label={`More for ${plan.title}`}>
      {actionsOf(plan).map(([status, label, icon]) => (
        <PlanStatusForm planId={plan.id} status={status}>
          <button type="submit">
            <Icon name={icon} />
            {label}
          </button>
        </PlanStatusForm>
      ))}
      <a href={learningsPath({ plan: plan.id })}>
        <Icon name="learnings" />
        Learnings
      </a>
      <a href={planPath(plan.id, 'markdown')} download={`${plan.id}.md`}>
        <Icon name="download" />
        Export markdown
      </a>
      <form method="post" action={planPath(plan.id, 'delete')} hx-post={planPath(plan.id, 'delete')} hx-swap="none">
        <button type="submit" class="bad">
          <Icon name="trash" />
          Delete
        </button>
      </form>
    </Menu>
  </div>
)
