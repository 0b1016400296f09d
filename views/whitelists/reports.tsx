import type { ClientHealth } from '../../functions/usage/client-health'
import { usageTokenPath } from '../links'
import { LinkButton } from '../ui/button'
import { Notice } from '../ui/notice'
import { QuietClientsNotice } from '../usage/last-report'

export const ReportNotices = ({ reports }: { reports: ClientHealth }) => {
  if (reports.latest) return <QuietClientsNotice {...reports} />
  return (
    <Notice
      icon="apps"
      actions={
        <>
          <LinkButton small href={usageTokenPath}>
            Make a token
          </LinkButton>
          <LinkButton small variant="quiet" href="/api/docs">
            API
          </LinkButton>
        </>
      }
    >
      No client has reported use yet. One on your phone or computer asks here what is allowed, and says what was used.
      It needs a token for “usage”.
    </Notice>
  )
}
