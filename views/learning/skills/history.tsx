import { levelNames } from '../../../functions/learning/skills/list'
import type { ProgressEntry } from '../../../functions/learning/skills/schema'
import { dayNumber } from '../../../functions/lib/days'
import { dayMonth } from '../../../functions/lib/format'
import { ActButton } from '../../ui/button'
import { Svg } from '../../ui/icon'
import { RowActions, RowList, RowMeta, Section } from '../../ui/section'
import { LevelMeter } from './page'

const [width, height, stepTall] = [640, 100, 20]

/** The level as a line of steps, from the first entry to today. */
const Steps = ({ entries, today }: { entries: ProgressEntry[]; today: string }) => {
  const [first] = entries
  if (!first) return null
  const [from, to] = [dayNumber(first.date), dayNumber(today)]
  const across = (date: string) => ((width * (dayNumber(date) - from)) / Math.max(to - from, 1)).toFixed(1)
  const up = (level: number) => height - stepTall * level
  const steps = entries.map(({ date, level }) => `H${across(date)}V${up(level)}`).join('')
  const latest = entries.at(-1) ?? first
  return (
    <figure class="skill-history">
      <Svg
        class="draw"
        viewBox={`0 -2 ${width} ${height + 4}`}
        role="img"
        aria-label={`From ${levelNames[first.level]} on ${dayMonth(first.date, today)} to ${levelNames[latest.level]} today`}
      >
        {[1, 2, 3, 4, 5].map((level) => (
          <path class="ground" d={`M0 ${up(level)}H${width}`} />
        ))}
        <path class="steps" d={`M0 ${up(first.level)}${steps}H${width}`} />
      </Svg>
      <figcaption class="legend apart">
        <span>
          <time datetime={first.date}>{dayMonth(first.date, today)}</time>
        </span>
        <span>today</span>
      </figcaption>
    </figure>
  )
}

type Props = { skillId: string; history: ProgressEntry[]; today: string }

/** How the confidence in a skill has changed, drawn and as a list. */
export const SkillHistory = ({ skillId, history, today }: Props) => (
  <Section id="history" title="History" summary={history.length > 1 ? `${history.length} levels` : undefined}>
    {history.length > 1 && <Steps entries={history.toReversed()} today={today} />}
    <RowList
      rows={history}
      item={({ id, level, note, date }) => (
        <li>
          <div>
            <span class="row-title">
              {levelNames[level]} <LevelMeter level={level} />
            </span>
            <RowMeta parts={[<time datetime={date}>{dayMonth(date, today)}</time>, note && <bdi>{note}</bdi>]} />
          </div>
          {history.length > 1 && (
            <RowActions>
              <form
                method="post"
                action={`/skills/${skillId}/progress/${id}/delete`}
                hx-post={`/skills/${skillId}/progress/${id}/delete`}
                hx-swap="none"
              >
                <ActButton icon="trash" label={`Remove ${levelNames[level]} of ${dayMonth(date, today)}`} />
              </form>
            </RowActions>
          )}
        </li>
      )}
    />
  </Section>
)
