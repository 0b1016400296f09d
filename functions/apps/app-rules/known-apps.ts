import { foldText } from '../../lib/text/text'

export type NamedApp = { package_name: string; label: string }

/** Names of widespread apps by package name, so that they resolve before any list or report names them. */
const names: Record<string, string> = {
  'com.amazon.avod.thirdpartyclient': 'Prime Video',
  'com.amazon.mShop.android.shopping': 'Amazon Shopping',
  'com.android.chrome': 'Chrome',
  'com.android.vending': 'Play Store',
  'com.beemdevelopment.aegis': 'Aegis Authenticator',
  'com.brave.browser': 'Brave',
  'com.chess': 'Chess.com',
  'com.discord': 'Discord',
  'com.disney.disneyplus': 'Disney+',
  'com.dropbox.android': 'Dropbox',
  'com.duckduckgo.mobile.android': 'DuckDuckGo',
  'com.duolingo': 'Duolingo',
  'com.ebay.mobile': 'eBay',
  'com.facebook.katana': 'Facebook',
  'com.facebook.orca': 'Messenger',
  'com.fsck.k9': 'K-9 Mail',
  'com.google.android.apps.docs': 'Google Drive',
  'com.google.android.apps.maps': 'Google Maps',
  'com.google.android.apps.messaging': 'Google Messages',
  'com.google.android.apps.photos': 'Google Photos',
  'com.google.android.apps.youtube.music': 'YouTube Music',
  'com.google.android.calendar': 'Google Calendar',
  'com.google.android.gm': 'Gmail',
  'com.google.android.keep': 'Google Keep',
  'com.google.android.youtube': 'YouTube',
  'com.ichi2.anki': 'AnkiDroid',
  'com.instagram.android': 'Instagram',
  'com.instagram.barcelona': 'Threads',
  'com.king.candycrushsaga': 'Candy Crush Saga',
  'com.linkedin.android': 'LinkedIn',
  'com.microsoft.office.outlook': 'Outlook',
  'com.microsoft.teams': 'Microsoft Teams',
  'com.mojang.minecraftpe': 'Minecraft',
  'com.netflix.mediaclient': 'Netflix',
  'com.nextcloud.client': 'Nextcloud',
  'com.opera.browser': 'Opera',
  'com.paypal.android.p2pmobile': 'PayPal',
  'com.pinterest': 'Pinterest',
  'com.reddit.frontpage': 'Reddit',
  'com.roblox.client': 'Roblox',
  'com.shazam.android': 'Shazam',
  'com.Slack': 'Slack',
  'com.snapchat.android': 'Snapchat',
  'com.soundcloud.android': 'SoundCloud',
  'com.spotify.music': 'Spotify',
  'com.supercell.clashofclans': 'Clash of Clans',
  'com.supercell.clashroyale': 'Clash Royale',
  'com.termux': 'Termux',
  'com.tinder': 'Tinder',
  'com.todoist': 'Todoist',
  'com.tumblr': 'Tumblr',
  'com.twitter.android': 'X (Twitter)',
  'com.ubercab': 'Uber',
  'com.valvesoftware.android.steam.community': 'Steam',
  'com.viber.voip': 'Viber',
  'com.vkontakte.android': 'VK',
  'com.whatsapp': 'WhatsApp',
  'com.x8bit.bitwarden': 'Bitwarden',
  'com.zhiliaoapp.musically': 'TikTok',
  'de.danoeh.antennapod': 'AntennaPod',
  'im.vector.app': 'Element',
  'jp.naver.line.android': 'LINE',
  'md.obsidian': 'Obsidian',
  'net.osmand.plus': 'OsmAnd+',
  'notion.id': 'Notion',
  'org.chromium.Chromium': 'Chromium',
  'org.coursera.android': 'Coursera',
  'org.fdroid.fdroid': 'F-Droid',
  'org.joinmastodon.android': 'Mastodon',
  'org.khanacademy.android': 'Khan Academy',
  'org.mozilla.firefox': 'Firefox',
  'org.schabi.newpipe': 'NewPipe',
  'org.telegram.messenger': 'Telegram',
  'org.thoughtcrime.securesms': 'Signal',
  'org.videolan.vlc': 'VLC',
  'org.wikipedia': 'Wikipedia',
  'tv.twitch.android.app': 'Twitch',
  'us.zoom.videomeetings': 'Zoom',
}

export const knownApps: NamedApp[] = Object.entries(names).map(([package_name, label]) => ({ package_name, label }))

export const knownLabel = (packageName: string) => (Object.hasOwn(names, packageName) ? names[packageName] : undefined)

/** Top-level domains in package names, in addition to country codes. */
const domains = new Set(['com', 'org', 'net', 'info', 'edu', 'gov', 'dev', 'app'])

/** Parts of package names that are not the name of an app. */
const common = new Set(
  'android app apps beta client debug desktop exe free lite main mirror mobile pro release user'.split(' '),
)

/** True for a name; a word with fewer letters is an abbreviation. */
const isName = (word: string) => /[a-z]{3}/i.test(word) && !common.has(word.toLowerCase())

/** A readable name for an app without a label: `Figma` for `com.figma.mirror`. Other text is returned unchanged. */
export const readableName = (packageName: string) => {
  const [domain = '', ...parts] = packageName.split('.')
  const isPackage = /^[a-z]{2}$/.test(domain) || domains.has(domain)
  const word = (isPackage && parts.findLast(isName)?.replace(/[_-]+/g, ' ').trim()) || ''
  return knownLabel(packageName) ?? (word === '' ? packageName : word.charAt(0).toUpperCase() + word.slice(1))
}

/** Key for comparing names: ignores case, accents and surrounding spaces. */
export const labelKey = (label: string) => foldText(label).trim()

const byKey = Map.groupBy(knownApps, ({ label }) => labelKey(label))

export const knownAppsByLabel = (label: string) => byKey.get(labelKey(label)) ?? []
