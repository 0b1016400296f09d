import { weekPath } from '../../../functions/figures/week/schema'
import type { Sheet } from '../../../functions/figures/week/sheet/rows'
import { rangeText } from '../../../functions/lib/text/format'
import { PageHead, Steps } from '../../ui/section'

export const SheetPage = ({ from, to, today, before, after }: Sheet) => (
  <PageHead
    title={rangeText(from, to, today)}
    actions={
      <Steps
        label="Weeks"
        earlier={{ href: before && weekPath(before, 'grid'), label: 'week before' }}
        later={{ href: after && weekPath(after, 'grid'), label: 'week after' }}
      />
    }
  />
)
