import type { PropsWithChildren } from 'hono/jsx'
import type { Week } from '../../../functions/figures/week/calendar'
import type { PageViews } from '../../../functions/ledger/views'
import { duration } from '../../../functions/lib/text/format'
import { LedgerFilterBar } from '../../ledger/filter-fields'
import { sessionsPath } from '../../ui/links'

type SieveProps = Parameters<typeof LedgerFilterBar>[0]

type Props = PropsWithChildren<
  Pick<SieveProps, 'choices' | 'idPrefix' | 'list' | 'kept' | 'fields' | 'clear'> &
    Pick<Week, 'filter' | 'range'> & {
      subject: string | undefined
      viewed: PageViews
      /** Path of the page with another filter; undefined for no filter. */
      hrefOf: (subject: string | undefined) => string
    }
>

/**
 * Filter of a week. Blocks and rows that do not match turn pale. Next to it are its children, by default the sum of the
 * filtered time.
 */
export const WeekFilter = ({ filter, range, subject = 'all', viewed, hrefOf, children, ...sieve }: Props) => (
  <LedgerFilterBar
    label="Filter"
    action="/week"
    isInside
    {...sieve}
    subject={subject}
    saved={{ viewed, page: 'week' }}
    nameOf={filter?.nameOf ?? ((one) => one)}
    hrefOf={(other) => hrefOf(other === 'all' ? undefined : other)}
  >
    {children ??
      (filter && (
        <p class="sieve-end">
          <a href={sessionsPath(range, subject)} data-figure={filter.seconds}>
            <b>{duration(filter.seconds)}</b>
          </a>
        </p>
      ))}
  </LedgerFilterBar>
)
