import { excerptOf } from '../../functions/lib/excerpt'
import { plural, weekdayDay } from '../../functions/lib/format'
import type { ReviewPage } from '../../functions/period-reviews/page-data'
import { levelNames } from '../../functions/skills/words'
import { FoldingTable } from '../stats/folding-table'
import { Section } from '../ui/section'

import { CountOf, DatedRow, FoldedRows } from './parts'

type Props = Pick<ReviewPage, 'figures' | 'today'>

export const Learned = ({ figures: { learnings }, today }: Props) =>
  learnings.length > 0 && (
    <Section id="learnings" title="Learnings" summary={<CountOf count={learnings.length}>{learnings.length}</CountOf>}>
      <FoldedRows
        items={learnings}
        name="learning"
        row={(learning) => <DatedRow href={`/learnings/${learning.id}`} {...{ ...learning, today }} />}
      />
    </Section>
  )

export const Feedback = ({ figures: { feedback }, today }: Props) =>
  feedback.length > 0 && (
    <Section id="feedback" title="Feedback" summary={<CountOf count={feedback.length}>{feedback.length}</CountOf>}>
      <FoldedRows
        items={feedback}
        name="feedback"
        many="pieces of feedback"
        row={({ id, content, date, sentiment, person }) => (
          <DatedRow href={`/feedback/${id}`} title={excerptOf(content, 120)} date={date} today={today}>
            <span class="grey">
              {` · ${sentiment}`}
              {person !== null && (
                <>
                  {', from '}
                  <bdi>{person}</bdi>
                </>
              )}
            </span>
          </DatedRow>
        )}
      />
    </Section>
  )

/** Skills whose level is another one than before. */
export const SkillMoves = ({ figures: { skills } }: Props) =>
  skills.length > 0 && (
    <Section id="skills" title="Skills that moved" summary={<CountOf count={skills.length}>{skills.length}</CountOf>}>
      <FoldedRows
        items={skills}
        name="skill"
        row={({ id, name, before, after }) => (
          <li>
            <div>
              <a class="link" href={`/skills/${id}`}>
                <bdi>{name}</bdi>
              </a>{' '}
              <span class="grey">
                {before === null ? 'new, ' : `from ${levelNames[before].toLowerCase()} to `}
                {levelNames[after].toLowerCase()}
              </span>
            </div>
          </li>
        )}
      />
    </Section>
  )

const shown = (level: number) => level.toFixed(1)

export const Energy = ({ figures: { energy } }: Props) =>
  energy.checkins > 0 && (
    <Section
      id="energy"
      title="Energy"
      summary={<CountOf count={energy.checkins}>{plural(energy.checkins, 'check-in')}</CountOf>}
    >
      <FoldingTable
        caption="Average energy and engagement by day, from 1 to 5"
        columns={[
          { label: 'Day' },
          { label: 'Check-ins', numeric: true },
          { label: 'Energy', numeric: true },
          { label: 'Engagement', numeric: true },
        ]}
        items={energy.days}
        limit={7}
        restLabel={(count) => plural(count, 'more day')}
        restCaption={(label) => `Energy and engagement of ${label}`}
        row={({ date, checkins, ...sums }) => (
          <tr>
            <th scope="row">
              <a href={`/energy?date=${date}`}>{weekdayDay(date)}</a>
            </th>
            <td class="num">{checkins}</td>
            <td class="num">{shown(sums.energy / checkins)}</td>
            <td class="num">{shown(sums.engagement / checkins)}</td>
          </tr>
        )}
      />
    </Section>
  )
