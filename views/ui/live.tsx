import type { PropsWithChildren } from 'hono/jsx'

type LiveProps = {
  id: string
  /** Name of the region, if writes refresh it (`regionOnScreen`). */
  region?: string
  /**
   * Path to poll (views/ui/links.ts `livePath`). It contains the displayed version; if that is current the response is
   * empty.
   */
  path: string
  /** Selector of fields whose values are sent along. */
  include?: string
  /**
   * Polling interval in seconds. Polls every 30 s are skipped while a socket reports changes; use another interval for
   * data that changes without a report.
   */
  every?: number
}

/**
 * A part of a page that reloads every `every` seconds, and at once after this page wrote a session, a goal, a task or
 * another row. Unchanged elements are not replaced (client/live/morphing.ts lists exceptions), and neither are elements
 * with `hx-morph-skip`.
 */
export const PolledRegion = ({ id, region, path, include, every = 30, children }: PropsWithChildren<LiveProps>) => (
  <div id={id} data-region={region}>
    {/* Outside of the swapped content: htmx initialises an element and its content anew when its URL changes. */}
    <div
      hidden
      hx-get={path}
      hx-trigger={`every ${every}s, sessions-changed from:body, goal-changed from:body, tasks-changed from:body, rows-changed from:body, timer-changed from:body`}
      hx-target={`#${id}`}
      hx-swap="outerMorph"
      hx-include={include}
    />
    {children}
  </div>
)

type FollowedProps = Pick<LiveProps, 'id' | 'path'> & { also?: string; every?: number; on?: string[] }

/**
 * Reloads a part of a page after each write of another device (client/live/live.ts), on events of the page, and every
 * `every` seconds (by default once a day). An empty `path` is the URL of the page; `also` has selectors of further
 * parts to replace.
 */
export const ReloadedRegion = ({ id, path, also, every = 86_400, on = [] }: FollowedProps) => (
  <div
    hidden
    hx-get={path}
    hx-trigger={[`every ${every}s`, ...on.map((event) => `${event} from:body`)].join()}
    hx-target={`#${id}`}
    hx-select={`#${id}`}
    hx-select-oob={also}
    hx-swap="outerMorph"
  />
)
