import { plural } from '../../functions/lib/format'
import { type ImportPlan, type ImportValues, isEmpty, summaryOf } from '../../functions/skills/import/plan'
import type { Fault, ReadImport } from '../../functions/skills/import/read'
import { categoryNames, levelNames } from '../../functions/skills/words'
import { Actions, Button, LinkButton } from '../ui/button'
import { Notice } from '../ui/notice'
import { RowMeta, RowName, Rows } from '../ui/rows'
import { Section } from '../ui/section'
import { LevelMeter } from './row'

const shownFaults = 20

const Faults = ({ faults }: { faults: Fault[] }) =>
  faults.length > 0 && (
    <Notice tone="warning">
      {faults.slice(0, shownFaults).map(({ line, message }) => (
        <p>
          Line {line}: {message}
        </p>
      ))}
      {faults.length > shownFaults && <p>{plural(faults.length - shownFaults, 'more line')} like these.</p>}
    </Notice>
  )

const Skills = ({ plan: { newSkills } }: { plan: ImportPlan }) =>
  newSkills.length > 0 && (
    <Section id="new-skills" title="New skills" summary={newSkills.length}>
      <Rows small>
        {newSkills.map(({ name, level, category, projects = [] }) => (
          <li>
            <div>
              <RowName>{name}</RowName>
              <RowMeta
                parts={[
                  <>
                    <LevelMeter level={level} /> {levelNames[level]}
                  </>,
                  categoryNames[category],
                  projects.length > 0 && plural(projects.length, 'project'),
                ]}
              />
            </div>
          </li>
        ))}
      </Rows>
    </Section>
  )

const Projects = ({ plan: { newProjects } }: { plan: ImportPlan }) =>
  newProjects.length > 0 && (
    <Section id="new-projects" title="New projects" summary={newProjects.length}>
      <Rows small>
        {newProjects.map(({ name, classification, status, languages }) => (
          <li>
            <div>
              <RowName>{name}</RowName>
              <RowMeta parts={[classification, status === 'inactive' && 'archived', languages.join(', ')]} />
            </div>
          </li>
        ))}
      </Rows>
    </Section>
  )

const Linked = ({ plan: { linked } }: { plan: ImportPlan }) =>
  linked.length > 0 && (
    <Section id="linked-skills" title="Skills with new projects" summary={linked.length}>
      <Rows small>
        {linked.map(({ name, projects }) => (
          <li>
            <div>
              <RowName>{name}</RowName>
              <RowMeta parts={[`+ ${plural(projects.length, 'project')}`]} />
            </div>
          </li>
        ))}
      </Rows>
    </Section>
  )

type Props = { read: ReadImport; plan: ImportPlan; values: ImportValues }

export const PreviewPage = ({ read, plan, values }: Props) => {
  const { skills, projects } = plan.known
  const known = [skills > 0 && plural(skills, 'skill'), projects > 0 && plural(projects, 'project')].filter(Boolean)
  return (
    <>
      <Faults faults={read.faults} />
      {isEmpty(plan) && <p>There is nothing new in it.</p>}
      {known.length > 0 && <p class="hint">You already have {known.join(' and ')} of it. Those stay as they are.</p>}
      <Skills plan={plan} />
      <Projects plan={plan} />
      <Linked plan={plan} />
      <form method="post" action="/skills/import/confirm" enctype="multipart/form-data">
        <input type="hidden" name="text" value={values.text} />
        <input type="hidden" name="level" value={values.level} />
        <input type="hidden" name="category" value={values.category} />
        <Actions>
          {!isEmpty(plan) && <Button variant="primary">Import {summaryOf(plan)}</Button>}
          <LinkButton href="/skills/import">Change the list</LinkButton>
        </Actions>
      </form>
    </>
  )
}
