import { statusNames } from '../../functions/goals/labels'
import { dayMonth } from '../../functions/lib/format'
import type { BriefGoal } from '../../functions/organization-pages/page-data'
import { RowMeta, Rows, RowTitle } from '../ui/rows'
import { Section } from '../ui/section'

/** Goals of an organization. */
export const GoalsSection = ({ goals, today }: { goals: BriefGoal[]; today: string }) =>
  goals.length === 0 ? null : (
    <Section id="goals" title="Goals" summary={goals.length}>
      <Rows>
        {goals.map(({ id, title, status, target_date }) => (
          <li>
            <div>
              <RowTitle href={`/goals/${id}`}>
                <bdi>{title}</bdi>
              </RowTitle>
              <RowMeta
                parts={[
                  statusNames[status].toLowerCase(),
                  target_date && (
                    <>
                      target <time datetime={target_date}>{dayMonth(target_date, today)}</time>
                    </>
                  ),
                ]}
              />
            </div>
          </li>
        ))}
      </Rows>
    </Section>
  )
