import { createContext, type JSX, useContext } from 'hono/jsx'
import { isUsed, type UsedPart, uses } from '../../functions/lib/uses'

/** Features that the reader has on, the page's feature, and a lookup of the feature of a path. */
type Reader = { uses: readonly UsedPart[]; page?: UsedPart; partOf: (path: string) => UsedPart | undefined }

export const ReaderUses = createContext<Reader>({ uses, partOf: () => undefined })

/** Returns a check whether the reader uses a feature. Content of a feature that is off is not rendered. */
export const useParts = () => {
  const preferences = useContext(ReaderUses)
  return (use: UsedPart | undefined) => isUsed({ preferences }, use)
}

/**
 * The path; undefined if it leads to a feature that is off, so that no link is rendered. Pages of that feature keep
 * their links.
 */
export const useHref = (href: string | undefined) => {
  const isOn = useParts()
  const { page, partOf } = useContext(ReaderUses)
  const part = href?.startsWith('/') ? partOf(href.replace(/[?#].*/s, '')) : undefined
  return !part || part === page || isOn(part) ? href : undefined
}

/** A link in text; only the text if there is no path or it leads to a feature that is off. */
export const OptionalLink = ({
  class: look,
  href,
  children,
  ...rest
}: JSX.IntrinsicElements['a'] & { href?: string }) =>
  useHref(href) ? (
    <a class={look} href={href} {...rest}>
      {children}
    </a>
  ) : (
    children
  )
