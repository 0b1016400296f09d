import { plural } from '../../functions/lib/format'
import type { ListedSkill } from '../../functions/skills/list'
import { agoText, fadeOf, levelNames, trendText } from '../../functions/skills/words'
import { ItemActions } from '../ui/item-actions'
import { RowMeta, RowTitle } from '../ui/rows'
import { LevelMeter } from './level'

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
