import { dayOf } from '../../functions/lib/days'
import { dayMonth } from '../../functions/lib/format'
import type { AdminNames } from '../../functions/whitelists/list-queries'
import type { Standing } from '../../functions/whitelists/standing'
import type { AppsPageView } from '../../functions/whitelists/view'
import { AdminName } from './admin-name'
import { WaitsFor } from './earned'

export type WhyContext = Pick<AppsPageView, 'user' | 'today' | 'earned' | 'admins'>

const adminOf = ({ names }: AdminNames, id: string | null) => (id === null ? null : names.get(id))

/** What the rule that holds waits for, where it does. */
const Waits = ({ unlock, earned }: Pick<Standing, 'unlock'> & Pick<WhyContext, 'earned'>) =>
  unlock && <WaitsFor after={unlock.after} subject={earned.names.get(unlock.after.subject) ?? null} />

/** Why an app is allowed or blocked, and who decided it. */
export const Why = ({ standing, user, today, earned, admins }: WhyContext & { standing: Standing }) => {
  const { holds, own, admin, unlock } = standing
  const since = (at: number) => dayMonth(dayOf(at, user.preferences), today)
  if (holds.source === 'locked') return 'Locked for everyone'
  if (holds.source === 'default') return 'Default'
  if (holds.source === 'admin' && admin) {
    return (
      <>
        {unlock && (
          <>
            <Waits unlock={unlock} earned={earned} />.{' '}
          </>
        )}
        Set for you by <AdminName name={adminOf(admins, admin.admin_id)} />, {since(admin.updated_at)}
      </>
    )
  }
  if (holds.source === 'user' && own) {
    if (unlock) return <Waits unlock={unlock} earned={earned} />
    return `Your rule, since ${since(own.updated_at)}`
  }
  return 'Not listed'
}
