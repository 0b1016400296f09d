import type { AppsPageData } from '../../functions/whitelists/page-data'
import { LinkButton } from '../ui/button'
import { Live } from '../ui/live'
import { PageHead } from '../ui/section'
import { LastReport } from '../usage/last-report'
import { AddAppLink, NewAppPlace } from './add'
import { EarnedApps } from './earned/apps'
import { AppList } from './list/list'
import { UnlistedApps } from './list/unlisted'
import { ReportNotices } from './reports'

/** `/whitelists` */
export const AppsContent = (page: AppsPageData) => {
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
      <UnlistedApps {...page} />
      <EarnedApps view={page.earned} reader={page.user.preferences} />
      <AppList {...page} />
    </Live>
  )
}
