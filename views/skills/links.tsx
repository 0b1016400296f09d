import type { SkillPageData } from '../../functions/skills/list'
import type { Used } from '../../functions/skills/queries'
import { type Link, linkText } from '../../functions/skills/schema'
import { agoText } from '../../functions/skills/words'
import { sessionsPath } from '../links'
import { ActButton, Button } from '../ui/button'
import { Select } from '../ui/field'
import { ProjectName } from '../ui/project-mark'
import { RowActions, RowMeta, Rows } from '../ui/rows'
import { Section } from '../ui/section'

type RowProps = { skillId: string; used: Used; list: Link['list']; today: string }

const LinkedRow = ({ skillId, used: { id, name, color, last_session }, list, today }: RowProps) => {
  const link = linkText({ list, id })
  const url = `/skills/${skillId}/links/remove`
  return (
    <li>
      <div>
        <a class="row-title" href={list === 'plans' ? `/plans/${id}` : sessionsPath(null, link)}>
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

type Props = Pick<SkillPageData, 'projects' | 'plans'> & { skillId: string; today: string }

const optionsOf = (list: Link['list'], others: Used[]) =>
  others.map(({ id, name }) => ({ value: linkText({ list, id }), label: name }))

/** Projects and plans whose sessions use a skill. */
export const SkillLinks = ({ skillId, projects, plans, today }: Props) => {
  const url = `/skills/${skillId}/links`
  const groups = [
    { label: 'Projects', options: optionsOf('projects', projects.others) },
    { label: 'Plans', options: optionsOf('plans', plans.others) },
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
            grow
            name="link"
            idPrefix="links"
            options={[{ value: '', label: 'Choose a project or a plan' }]}
            groups={groups}
          />
          <Button icon="plus">Add</Button>
        </form>
      )}
    </Section>
  )
}
