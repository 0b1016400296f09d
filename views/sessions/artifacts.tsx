import { TextLink } from '../ui/section'

/** The address of an artifact that is a link with http or https; null for a path or anything else. */
const linkOf = (artifact: string) => {
  const url = /^https?:\/\//i.test(artifact) ? URL.parse(artifact) : null
  return url && /^https?:$/.test(url.protocol) ? url.href : null
}

/** Links and paths, one a line. */
export const Artifacts = ({ artifacts }: { artifacts: string[] }) => (
  <ul>
    {artifacts.map((artifact) => {
      const href = linkOf(artifact)
      return (
        <li class="wrap-anywhere">
          {href ? (
            <TextLink href={href}>
              <bdi>{artifact}</bdi>
            </TextLink>
          ) : (
            <bdi>{artifact}</bdi>
          )}
        </li>
      )
    })}
  </ul>
)
