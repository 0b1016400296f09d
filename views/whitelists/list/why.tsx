import type { AppStatus } from '../../../functions/app-rules/app-status'
import { dayOf } from '../../../functions/lib/days'
import { dayMonth } from '../../../functions/lib/format'
import type { AdminNames, AppsPageData } from '../../../functions/whitelists/page-data'
import { AdminName } from '../admin-name'
import { ConditionText } from '../earned/apps'

export type WhyContext = Pick<AppsPageData, 'user' | 'today' | 'earned' | 'admins'>

const adminOf = ({ names }: AdminNames, id: string | null) => (id === null ? null : names.get(id))

const Waits = ({ unlock, earned }: Pick<AppStatus, 'unlock'> & Pick<WhyContext, 'earned'>) =>
  unlock && <ConditionText after={unlock.after} subject={earned.names.get(unlock.after.subject) ?? null} />

export const Why = ({ status, user, today, earned, admins }: WhyContext & { status: AppStatus }) => {
  const { effective, own, admin, unlock } = status
  const since = (at: number) => dayMonth(dayOf(at, user.preferences), today)
  if (effective.source === 'locked') return 'Locked for everyone'
  if (effective.source === 'default') return 'Default'
  if (effective.source === 'admin' && admin) {
    return (
      <>
        {unlock && (
          <>
            Unlocks <Waits unlock={unlock} earned={earned} />.{' '}
          </>
        )}
        Set for you by <AdminName name={adminOf(admins, admin.admin_id)} />, {since(admin.updated_at)}
      </>
    )
  }
  if (effective.source === 'user' && own) {
    if (unlock)
      return (
        <>
          Unlocks <Waits unlock={unlock} earned={earned} />
        </>
      )
    return `Your rule, since ${since(own.updated_at)}`
  }
  return 'Unlisted'
}
