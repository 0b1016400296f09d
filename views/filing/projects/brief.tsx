import type { ListedProject } from '../../../functions/filing/projects/schema'
import { statusNames } from '../../../functions/filing/projects/words'
import { ProjectName } from '../../ui/icon'
import { RowList, RowMeta, Section } from '../../ui/section'
import { Tracked } from './page'

/** Projects of an organization, each with its time. */
export const ProjectsSection = ({ projects }: { projects: ListedProject[] }) =>
  projects.length === 0 ? null : (
    <Section id="projects" title="Projects" summary={projects.length}>
      <RowList
        rows={projects}
        item={(project) => (
          <li>
            <div>
              <a class="row-title" href={`/projects/${project.id}`}>
                <ProjectName name={project.name} color={project.color} />
              </a>
              <RowMeta
                parts={[
                  project.status === 'inactive' && statusNames.inactive.toLowerCase(),
                  <Tracked project={project} />,
                ]}
              />
            </div>
          </li>
        )}
      />
    </Section>
  )
