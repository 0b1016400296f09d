import { palette } from '../../functions/lib/palette'

/** The class that gives an element and what it holds a project's colour. */
export const projectClass = (color: string | null | undefined) =>
  palette.some((name) => name === color) ? `project-${color}` : undefined

/** A project's square. Always beside its name. */
export const ProjectMark = ({ color }: { color: string | null | undefined }) => (
  <span class={`dot ${projectClass(color) ?? ''}`.trim()} />
)

/** A project by its square and its name. */
export const ProjectName = ({ name, color }: { name: string; color: string | null | undefined }) => (
  <span>
    <ProjectMark color={color} />
    <bdi>{name}</bdi>
  </span>
)

type LabelProps = { project: { name: string; client: string; color: string | null } }

/** A project by its name and its client. */
export const ProjectLabel = ({ project: { name, client, color } }: LabelProps) => (
  <>
    <ProjectName name={name} color={color} />
    {client && (
      <>
        , <bdi>{client}</bdi>
      </>
    )}
  </>
)
