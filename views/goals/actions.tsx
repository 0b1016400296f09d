import type { Child } from 'hono/jsx'
import type { GoalRow, GoalStatus } from '../../functions/goals/schema'
import { isOpen } from '../../functions/goals/schema'
import type { IconName } from '../ui/icon'

type GoalAction = { path: string; label: string; icon: IconName; status?: GoalStatus; danger?: boolean }

export const actionsOf = ({ status }: Pick<GoalRow, 'status'>): GoalAction[] => [
  ...(status === 'not_started'
    ? [{ path: 'status', label: 'Mark as in progress', icon: 'right', status: 'in_progress' } satisfies GoalAction]
    : []),
  ...(isOpen(status)
    ? [
        { path: 'complete', label: 'Complete', icon: 'check' } satisfies GoalAction,
        { path: 'cancel', label: 'Cancel goal', icon: 'close' } satisfies GoalAction,
      ]
    : [{ path: 'reopen', label: 'Reopen', icon: 'undo' } satisfies GoalAction]),
  { path: 'delete', label: 'Delete', icon: 'trash', danger: true },
]

type PostProps = { goal: Pick<GoalRow, 'id'>; action: GoalAction; inPlace?: boolean; children: Child }

/** A form around the button of an action. `inPlace` sends it with htmx, in a list. */
export const ActionForm = ({ goal, action, inPlace, children }: PostProps) => {
  const url = `/goals/${goal.id}/${action.path}`
  return (
    <form
      method="post"
      action={url}
      {...(inPlace && { 'hx-post': url, 'hx-target': 'closest li', 'hx-swap': 'outerHTML swapEmpty:true' })}
    >
      {action.status && <input type="hidden" name="status" value={action.status} />}
      {children}
    </form>
  )
}
