import { firstCharacters } from '../../../functions/lib/text/text'
import { TextLink } from '../../ui/section'

/** URL of an artifact that is an http or https link; null for a path or other text. */
const linkOf = (artifact: string) => {
  const url = /^https?:\/\//i.test(artifact) ? URL.parse(artifact) : null
  return url && /^https?:$/.test(url.protocol) ? url.href : null
}

/** Maximum characters of an artifact in a row. */
const shortLength = 60

/** Shortens a link to the form `example.org/essay`. */
const shortened = (artifact: string) => {
  const text = artifact.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')
  const start = firstCharacters(text, shortLength)
  return start === text ? text : `${start}…`
}

/** An artifact: a link, or a path as text. */
export const Artifact = ({ artifact, short }: { artifact: string; short?: boolean }) => {
  const href = linkOf(artifact)
  const text = <bdi title={short ? artifact : undefined}>{short ? shortened(artifact) : artifact}</bdi>
  return href ? <TextLink href={href}>{text}</TextLink> : text
}

/** Links and paths, one per line. */
export const Artifacts = ({ artifacts }: { artifacts: string[] }) => (
  <ul>
    {artifacts.map((artifact) => (
      <li class="wrap-anywhere">
        <Artifact artifact={artifact} />
      </li>
    ))}
  </ul>
)
