import { agoText, fadeOf, type SkillPageData } from '../../../functions/learning/skills/list'
import type { Used } from '../../../functions/learning/skills/schema'
import {
  levelNames,
  linkText,
  noteLimit,
  type ProgressEntry,
  type Skill,
  type SkillLink,
  skillKind,
  skillNotesLimit,
  teamsOf,
} from '../../../functions/learning/skills/schema'
import type { AnyDraft } from '../../../functions/lib/http/form'
import { pathTo } from '../../../functions/lib/http/path-to'
import { dayMonth, plural, shortDayMonth } from '../../../functions/lib/text/format'
import { dayNumber } from '../../../functions/lib/time/days'
import { ActButton, Actions, Button, Menu } from '../../ui/button'
import { RadioGroup } from '../../ui/choices'
import { Field, optionsOf, Select } from '../../ui/field'
import { FigureLine } from '../../ui/figure'
import { draftFields, EditForm, Fields } from '../../ui/form'
import { Drawing, ProjectName } from '../../ui/icon'
import { MenuPost } from '../../ui/item'
import { KindHead } from '../../ui/kind'
import { sessionsPath } from '../../ui/links'
import { NotesOfPage } from '../../ui/notes'
import { PlainRow, RowActions, RowList, RowMeta, RowName, Rows, Section } from '../../ui/section'
import { LastUsed, LevelMeter, Trend } from './page'

/** Height of the chart and of a step, in px. */
const [height, stepTall] = [110, 22]

/** Minimum width in percent of a step that shows its date. */
const dateWidth = 25

const stepLook = 'stroke-accent stroke-2 [stroke-linecap:square]'

/** Chart of the level over time, from the first entry to today. */
const Steps = ({ entries, today }: { entries: ProgressEntry[]; today: string }) => {
  const [first] = entries
  if (!first) return null
  const [from, to] = [dayNumber(first.date), dayNumber(today)]
  const percent = (date: string) => Math.round((1000 * (dayNumber(date) - from)) / Math.max(to - from, 1)) / 10
  const across = (date: string) => `${percent(date)}%`
  const up = (level: number) => height - stepTall * (level - 0.5)
  const latest = entries.at(-1) ?? first
  return (
    <figure class="mt-2 mb-6">
      <Drawing
        class="pl-22"
        height={height}
        role="img"
        aria-label={`From ${levelNames[first.level]} on ${dayMonth(first.date, today)} to ${levelNames[latest.level]} today`}
      >
        {([1, 2, 3, 4, 5] as const).map((level) => (
          <>
            <line class="stroke-line" x2="100%" y1={up(level)} y2={up(level)} />
            <text x="-8" y={up(level)} text-anchor="end" dominant-baseline="middle">
              {levelNames[level]}
            </text>
          </>
        ))}
        {entries.map(({ date, level }, index) => {
          const [x, next] = [across(date), entries[index + 1]]
          return (
            <>
              <line class={stepLook} x1={x} x2={next ? across(next.date) : '100%'} y1={up(level)} y2={up(level)} />
              {index > 0 && (
                <line class={stepLook} x1={x} x2={x} y1={up(entries[index - 1]?.level ?? level)} y2={up(level)} />
              )}
              {(next ? percent(next.date) : 100) - percent(date) >= dateWidth && (
                <text x={x} y={height + 14}>
                  {shortDayMonth(date, today)}
                </text>
              )}
            </>
          )
        })}
        <text x="100%" y={height + 14} text-anchor="end">
          today
        </text>
      </Drawing>
    </figure>
  )
}

type HistoryProps = { skillId: string; history: ProgressEntry[]; today: string }

/** History of the level, each entry with its note. */
const SkillHistory = ({ skillId, history, today }: HistoryProps) => (
  <details>
    <summary class="link">{plural(history.length, 'level')} so far</summary>
    <RowList
      rows={history}
      item={({ id, level, note, date }) => (
        <li>
          <div>
            <RowName>{levelNames[level]}</RowName>
            <RowMeta parts={[<time datetime={date}>{dayMonth(date, today)}</time>, note && <bdi>{note}</bdi>]} />
          </div>
          {history.length > 1 && (
            <RowActions>
              <Menu label={`More for ${levelNames[level]} of ${dayMonth(date, today)}`}>
                <MenuPost
                  action={pathTo`/skills/${skillId}/progress/${id}/delete`}
                  label="Remove"
                  icon="trash"
                  danger
                  swapsNothing
                />
              </Menu>
            </RowActions>
          )}
        </li>
      )}
    />
  </details>
)

type RowProps = { skillId: string; used: Used; list: SkillLink['list']; today: string }

const LinkedRow = ({ skillId, used: { id, name, color, last_session }, list, today }: RowProps) => {
  const link = linkText({ list, id })
  const url = pathTo`/skills/${skillId}/links/remove`
  return (
    <li>
      <div>
        <a class="row-title" href={list === 'plans' ? pathTo`/plans/${id}` : sessionsPath(null, link)}>
          {list === 'plans' ? <bdi>{name}</bdi> : <ProjectName name={name} color={color} />}
        </a>
        <RowMeta
          parts={[
            list === 'plans' ? 'plan' : 'project',
            last_session ? (
              <>
                last session <time datetime={last_session}>{agoText(last_session, today)}</time>
              </>
            ) : (
              'no sessions'
            ),
          ]}
        />
      </div>
      <RowActions>
        <form method="post" action={url} hx-post={url} hx-swap="none">
          <input type="hidden" name="link" value={link} />
          <ActButton icon="close" label={`Remove ${name}`} />
        </form>
      </RowActions>
    </li>
  )
}

type SkillLinksProps = Pick<SkillPageData, 'projects' | 'plans'> & { skillId: string; today: string }

const linkOptions = (list: SkillLink['list'], others: Used[]) =>
  others.map(({ id, name }) => ({ value: linkText({ list, id }), label: name }))

/** Projects and plans linked to a skill. */
const SkillLinks = ({ skillId, projects, plans, today }: SkillLinksProps) => {
  const url = pathTo`/skills/${skillId}/links`
  const groups = [
    { label: 'Projects', options: linkOptions('projects', projects.others) },
    { label: 'Plans', options: linkOptions('plans', plans.others) },
  ].filter(({ options }) => options.length > 0)
  return (
    <Section
      id="links"
      title="Used in"
      summary={projects.linked.length + plans.linked.length || 'nothing yet: add a project or a plan'}
    >
      <Rows>
        {projects.linked.map((used) => (
          <LinkedRow skillId={skillId} used={used} list="projects" today={today} />
        ))}
        {plans.linked.map((used) => (
          <LinkedRow skillId={skillId} used={used} list="plans" today={today} />
        ))}
      </Rows>
      {groups.length > 0 && (
        <form class="toolbar" method="post" action={url} hx-post={url} hx-swap="none">
          <Select
            label="Project or plan"
            unseenLabel
            name="link"
            idPrefix="links"
            options={[{ value: '', label: 'Project or plan' }]}
            groups={groups}
          />
          <Button icon="plus">Add</Button>
        </form>
      )}
    </Section>
  )
}

export const SkillHead = ({ skill, today }: Pick<Props, 'skill' | 'today'>) => {
  const url = pathTo`/skills/${skill.id}`
  return (
    <KindHead
      kind={skillKind}
      row={skill}
      today={today}
      acts={
        <form method="post" action={`${url}/use`} hx-post={`${url}/use`} hx-swap="none">
          <Button icon="check">Mark as used today</Button>
        </form>
      }
    />
  )
}

type LevelProps = Pick<Props, 'skill' | 'history' | 'today' | 'draft'>

/** The current level, its history, and the form that sets a new level. */
const LevelSection = ({ skill, history, today, draft }: LevelProps) => {
  const { id, confidence_level, last_used_date } = skill
  const values = { level: `${confidence_level}`, note: '', date: today }
  /** New field ids after each entry, so that a note is not submitted twice. */
  const field = draftFields(values, draft, `progress-${history.length}`)
  const isDrawn = history.length > 1
  return (
    <Section id="level" title="Level" summary={<LastUsed date={last_used_date} today={today} />}>
      <FigureLine>
        {!isDrawn && <LevelMeter level={confidence_level} fade={fadeOf(last_used_date, today)} />}
        <span class="grey">{Trend({ skill, today })}</span>
      </FigureLine>
      {isDrawn && <Steps entries={history.toReversed()} today={today} />}
      <details open={draft !== undefined}>
        <summary class="link">Change the level</summary>
        <EditForm
          label="New level"
          action={pathTo`/skills/${id}/progress`}
          hx-post={pathTo`/skills/${id}/progress`}
          hx-swap="none"
        >
          <RadioGroup label="How confident are you?" options={optionsOf(levelNames)} {...field('level')} />
          <Fields>
            <Field label="Note" wide maxlength={noteLimit} dir="auto" placeholder="What changed" {...field('note')} />
            <Field label="Date" type="date" isPast {...field('date')} />
          </Fields>
          <Actions>
            <Button>Save level</Button>
          </Actions>
        </EditForm>
      </details>
      <SkillHistory skillId={id} history={history} today={today} />
    </Section>
  )
}

const Teams = ({ skill }: { skill: Skill }) => {
  const teams = teamsOf(skill.teams)
  return (
    teams.length > 0 && (
      <Section id="teams" title="Teams that need it" summary={teams.length}>
        <RowList
          small
          rows={teams}
          item={({ team_name, relevance }) => (
            <PlainRow
              name={team_name}
              href={`/skills?${new URLSearchParams({ team: team_name })}`}
              parts={[`${relevance} relevance`]}
            />
          )}
        />
      </Section>
    )
  )
}

type Props = SkillPageData & { today: string; draft?: AnyDraft; oob?: boolean }

/** `/skills/:id`, below its head. Its forms replace the head, too. */
export const SkillPage = ({ skill, history, projects, plans, today, draft, oob }: Props) => (
  <>
    {oob ? (
      <hx-partial hx-target={`#skill-${skill.id}-page`} hx-swap="outerMorph">
        <SkillHead skill={skill} today={today} />
      </hx-partial>
    ) : (
      draft && <SkillHead skill={skill} today={today} />
    )}
    <div id="skill" hx-swap-oob={oob ? 'outerMorph' : undefined}>
      <LevelSection skill={skill} history={history} today={today} draft={draft} />
      <SkillLinks skillId={skill.id} projects={projects} plans={plans} today={today} />
      <Teams skill={skill} />
      <NotesOfPage
        url={pathTo`/skills/${skill.id}`}
        seq={skill.seq}
        field="notes"
        limit={skillNotesLimit}
        value={skill.notes}
      />
    </div>
  </>
)
