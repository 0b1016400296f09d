import { agoText, fadeOf, type ListedSkill, type SkillsPage as Page } from '../../../functions/learning/skills/list'
import type { UsedSkill } from '../../../functions/learning/skills/schema'
import {
  categoryNames,
  type Level,
  levelNames,
  levels,
  relevance,
  skillKind,
  skillNameLimit,
} from '../../../functions/learning/skills/schema'
import { pathTo } from '../../../functions/lib/http/path-to'
import { dayMonth, plural } from '../../../functions/lib/text/format'
import { Empty } from '../../ui/empty'
import { optionsOf } from '../../ui/field'
import { classes, Svg } from '../../ui/icon'
import { Item, MenuLink, Row } from '../../ui/item'
import { filtersOf, ListFoot, ListHead, ListRegion, ListSearch, NoneYet } from '../../ui/listing'
import { RowList, RowTitle, Section } from '../../ui/section'
import { ListSelection } from '../../ui/selection'

const [size, step] = [10, 14]

const fades = ['', 'opacity-70', 'opacity-45', 'opacity-25']

/** Five squares, filled up to the level. `fade`, 0 to 3, makes them paler. */
export const LevelMeter = ({ level, fade = 0 }: { level: Level; fade?: number }) => (
  <Svg
    class={classes('inline-block align-baseline', fades[fade])}
    width={4 * step + size}
    height={size}
    role="img"
    aria-label={`Level ${level} of 5: ${levelNames[level]}`}
  >
    {levels.map((one, index) => (
      <rect class={one <= level ? 'fill' : 'fill-heat-0'} x={index * step} width={size} height={size} />
    ))}
  </Svg>
)

/** Name and squares of a level, aligned at the end of a list. */
const LevelFigure = (props: Parameters<typeof LevelMeter>[0]) => (
  <>
    <b data-edits="confidence_level">{levelNames[props.level]}</b> <LevelMeter {...props} />
  </>
)

/** Describes the last use of a skill: `last used 3 months ago`. */
export const LastUsed = ({ date, today }: { date: string | null; today: string }) =>
  date === null ? (
    'not used yet'
  ) : (
    <>
      last used <time datetime={date}>{agoText(date, today)}</time>
    </>
  )

type TrendProps = { skill: Pick<ListedSkill, 'confidence_level' | 'former_level' | 'level_on'>; today: string }

/** Describes the last change of the level: `up from Beginner since 3 Mar`; null if it never changed. */
export const Trend = ({ skill: { confidence_level, former_level, level_on }, today }: TrendProps) =>
  former_level && (
    <>
      {confidence_level > former_level ? 'up' : 'down'} from {levelNames[former_level]}
      <span class="max-lg:hidden"> since {dayMonth(level_on, today)}</span>
    </>
  )

/** A skill in the matrix, on its page and in fragments. */
export const SkillRow = ({ skill, today }: { skill: ListedSkill; today: string }) => {
  const { id, name, confidence_level, last_used_date, project_count, relevance } = skill
  const fade = fadeOf(last_used_date, today)
  return (
    <Item
      id={`skill-${id}`}
      url={pathTo`/skills/${id}`}
      name={name}
      edits="name"
      parts={[
        (fade > 0 || last_used_date === null) && <LastUsed date={last_used_date} today={today} />,
        Trend({ skill, today }),
        relevance && `${relevance} relevance`,
        project_count > 0 && plural(project_count, 'project'),
      ]}
      figures={<LevelFigure level={confidence_level} fade={fade} />}
    />
  )
}

const kind = { path: '/skills', name: 'skill', many: 'skills' } as const

const Nothing = ({ count }: Pick<Page, 'count'>) =>
  count > 0 ? (
    <Empty title="No skills match these filters" />
  ) : (
    <NoneYet kind={kind}>Note how confident you are in what you do, and see it grow.</NoneYet>
  )

type GroupProps = { id: string; title: string; skills: ListedSkill[]; today: string }

const Group = ({ id, title, skills, today }: GroupProps) =>
  skills.length > 0 && (
    <Section id={id} title={title} summary={skills.length}>
      <RowList rows={skills} item={(skill) => <SkillRow skill={skill} today={today} />} />
    </Section>
  )

const needs = { high: 'Needs most', medium: 'Needs', low: 'Good to have' } as const

/** Skills that a team needs, grouped by relevance, lowest level first. */
const OfTeam = ({ view, skills, today }: Page) => (
  <>
    <p class="hint">
      <bdi>{view.team}</bdi> needs {plural(skills.length, 'skill')}. Those you know least come first.
    </p>
    {relevance.options.map((one) => (
      <Group
        id={`skills-${one}`}
        title={needs[one]}
        skills={skills.filter((skill) => skill.relevance === one)}
        today={today}
      />
    ))}
  </>
)

/** The filtered skills. A write replaces the whole list except rows being edited. */
export const SkillList = ({ oob, ...page }: Page & { oob?: boolean }) => {
  const { view, skills, today, count } = page
  return (
    <ListRegion kind={kind} view={view} oob={oob}>
      {skills.length === 0 && <Nothing count={count} />}
      {view.team && skills.length > 0 ? (
        <OfTeam {...page} />
      ) : (
        (['technical', 'soft_skill'] as const).map((category) => (
          <Group
            id={`skills-${category}`}
            title={categoryNames[category]}
            skills={skills.filter((skill) => skill.category === category)}
            today={today}
          />
        ))
      )}
    </ListRegion>
  )
}

/** `/skills` */
export const SkillsPage = (page: Page) => {
  const { view, teams } = page
  const filter = filtersOf(kind, view)
  return (
    <>
      <ListHead kind={kind} more={<MenuLink icon="import" label="Import" href="/skills/import" />}>
        <ListSearch
          kind={kind}
          view={view}
          placeholder="Name"
          limit={skillNameLimit}
          filters={[
            { label: 'Category', all: 'All categories', options: optionsOf(categoryNames), ...filter('category') },
            (teams.length > 0 || view.team !== '') && {
              label: 'Team',
              all: 'Any team',
              options: teams.map((team) => ({ value: team, label: team })),
              ...filter('team'),
            },
          ]}
        />
      </ListHead>
      <SkillList {...page} />
      <ListSelection of={kind} acts={skillKind.acts} />
      <ListFoot />
    </>
  )
}

/** Skills linked to a project or a plan. */
export const UsedSkills = ({ skills }: { skills: UsedSkill[] }) =>
  skills.length > 0 && (
    <Section id="skills" title="Skills" summary={skills.length}>
      <RowList
        rows={skills}
        item={({ id, name, confidence_level }) => (
          <Row
            title={<RowTitle href={pathTo`/skills/${id}`} name={name} />}
            facts={[]}
            figures={<LevelFigure level={confidence_level} />}
          />
        )}
      />
    </Section>
  )
