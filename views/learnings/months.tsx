import type { LearningsPage as Page } from '../../functions/learnings/page-data'
import { monthName } from '../../functions/lib/format'
import { learningsPath } from '../links'
import { Steps } from '../ui/pagination'
import { Rows } from '../ui/rows'
import { Section, TextLink } from '../ui/section'

/** Months of the shown year, with the years before and after it. */
export const MonthLinks = ({ months: { months, before, after }, view }: Pick<Page, 'months' | 'view'>) => {
  const year = (view.month || (months[0] ?? '')).slice(0, 4)
  if (months.length === 0 && !before && !after) return null
  return (
    <Steps
      label="Months with learnings"
      earlier={before ? { href: learningsPath({ month: before }), label: before.slice(0, 4) } : undefined}
      later={after ? { href: learningsPath({ month: after }), label: after.slice(0, 4) } : undefined}
    >
      <strong>{year}</strong>
      {months.map((month) => (
        <a class="link" href={learningsPath({ month })} aria-current={month === view.month ? 'true' : undefined}>
          {monthName(month, `${year}-01-01`)}
        </a>
      ))}
      {view.month && <TextLink href="/learnings">All</TextLink>}
    </Steps>
  )
}

/** Learnings of this day a month and a year ago; nothing without any. */
export const OnThisDay = ({ learnings, today }: { learnings: Page['onThisDay']; today: string }) =>
  learnings.length > 0 && (
    <Section id="on-this-day" title="On this day" summary="a month and a year ago">
      <Rows>
        {learnings.map(({ id, title, date }) => (
          <li>
            <div>
              <TextLink href={`/learnings/${id}`}>
                <bdi>{title}</bdi>
              </TextLink>{' '}
              <time class="grey" datetime={date}>
                {monthName(date.slice(0, 7), today)}
              </time>
            </div>
          </li>
        ))}
      </Rows>
    </Section>
  )
