/** A path of ours to go back to; anything else would let a link lead through our sign-in to another site. */
export function ownPath(text: string | undefined): string {
  return text !== undefined && /^\/(?![/\\])[\w\-./?=&%~]{0,500}$/.test(text) ? text : "/";
}
