import { plural } from '../../functions/lib/format'
import type { ListedSkill } from '../../functions/skills/list'
import { type Level, levels } from '../../functions/skills/schema'
import { agoText, fadeOf, levelNames, trendText } from '../../functions/skills/words'
import { classes } from '../ui/classes'
import { ItemActions } from '../ui/item-actions'
import { RowMeta, RowTitle } from '../ui/rows'
import { Svg } from '../ui/svg'

const [size, step] = [10, 14]

/** Five squares, as many filled as the level says. `fade` makes them paler, 0 to 3. */
export const LevelMeter = ({ level, fade = 0 }: { level: Level; fade?: number }) => (
  <Svg
    class={classes('skill-level', fade > 0 && `faded-${fade}`)}
    width={5 * step}
    height={size}
    role="img"
    aria-label={`Level ${level} of 5: ${levelNames[level]}`}
  >
    {levels.map((one, index) => (
      <rect class={one <= level ? 'fill' : 'fill-ground'} x={index * step} width={size} height={size} />
    ))}
  </Svg>
)

/** When a skill was last used: `last used 3 months ago`. */
export const LastUsed = ({ date, today }: { date: string | null; today: string }) =>
  date === null ? (
    'not used yet'
  ) : (
    <>
      last used <time datetime={date}>{agoText(date, today)}</time>
    </>
  )

/** A skill in the matrix, on the page and in every fragment. */
export const SkillRow = ({ skill, today }: { skill: ListedSkill; today: string }) => {
  const { id, name, confidence_level, last_used_date, project_count, relevance } = skill
  return (
    <li id={`skill-${id}`} class="skill">
      <div>
        <RowTitle href={`/skills/${id}`}>
          <bdi>{name}</bdi>
        </RowTitle>
        <RowMeta
          parts={[
            <>
              <LevelMeter level={confidence_level} fade={fadeOf(last_used_date, today)} />{' '}
              {levelNames[confidence_level]}
            </>,
            trendText(skill, today),
            relevance && `${relevance} relevance`,
            <LastUsed date={last_used_date} today={today} />,
            project_count > 0 && plural(project_count, 'project'),
          ]}
        />
      </div>
      <ItemActions url={`/skills/${id}`} name={name} />
    </li>
  )
}
