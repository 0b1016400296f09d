import type { AppsPageView } from '../../functions/whitelists/view'
import { LinkButton } from '../ui/button'
import { Live } from '../ui/live'
import { PageHead } from '../ui/section'
import { LastReport } from '../usage/last-report'
import { AddAppLink, NewAppPlace } from './add'
import { EarnedApps } from './earned'
import { AppList } from './list'
import { ReportNotices } from './reports'
import { SeenApps } from './seen'

/** `/whitelists`: which apps are allowed, why, and how long they were used. */
export const AppsContent = (page: AppsPageView) => {
  const live = `/whitelists/live?${new URLSearchParams({ v: page.version })}`
  return (
    <Live id="apps" path={live}>
      <PageHead
        title="Apps"
        summary={page.reports.latest && <LastReport {...page.reports} />}
        actions={
          <>
            <AddAppLink />
            <LinkButton href="/whitelists/paste">Paste a list</LinkButton>
          </>
        }
      />
      <ReportNotices reports={page.reports} />
      <NewAppPlace />
      <SeenApps {...page} />
      <EarnedApps view={page.earned} reader={page.user.preferences} />
      <AppList {...page} />
    </Live>
  )
}
