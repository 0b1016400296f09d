import { dayOf } from '../../functions/lib/days'
import { dayMonth } from '../../functions/lib/format'
import type { AdminNames } from '../../functions/whitelists/list-queries'
import type { Standing } from '../../functions/whitelists/standing'
import type { AppsPageView } from '../../functions/whitelists/view'
import { WaitsFor } from './earned'

export type WhyContext = Pick<AppsPageView, 'user' | 'today' | 'earned' | 'admins'>

/** `Ada, an admin`; `an admin` where they have no name, or are gone. */
export const AdminName = ({ name }: { name: string | null | undefined }) =>
  name ? (
    <>
      <bdi>{name}</bdi>, an admin
    </>
  ) : (
    'an admin'
  )

const adminOf = ({ names }: AdminNames, id: string | null) => (id === null ? null : names.get(id))

/** What the rule that holds waits for, where it does. */
const Waits = ({
  standing: { unlock, holds, own, admin },
  earned,
}: { standing: Standing } & Pick<WhyContext, 'earned'>) => {
  const rule = holds.source === 'admin' ? admin : own
  const known = earned.apps.find(({ id }) => id === rule?.id)
  return unlock && <WaitsFor after={unlock.after} subject={known?.subject ?? null} />
}

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
            <Waits standing={standing} earned={earned} />.{' '}
          </>
        )}
        Set for you by <AdminName name={adminOf(admins, admin.admin_id)} />, {since(admin.updated_at)}
      </>
    )
  }
  if (holds.source === 'user' && own) {
    if (unlock) return <Waits standing={standing} earned={earned} />
    return `Your rule, since ${since(own.updated_at)}`
  }
  return 'Not listed'
}
