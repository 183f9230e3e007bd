// allowed-redirect: where a link in an e-mail may lead, by GoTrue's rule.

export interface RedirectRule {
  site_url: string;
  additional_redirect_urls: readonly string[];
}

/**
 * `redirectTo` if it may be used, else the site URL. Allowed are URLs of the site's scheme, host
 * and port (any port on a loopback host), and matches of the redirect list, in which `*` stops
 * at "." and "/", `**` does not, and `?` is one character.
 */
export function allowedRedirect(redirectTo: string | null | undefined, rule: RedirectRule): string {
  if (!redirectTo || !URL.canParse(redirectTo)) return rule.site_url;
  if (isSameSite(new URL(redirectTo), new URL(rule.site_url))) return redirectTo;
  const [address = redirectTo] = redirectTo.split('#');
  const listed = rule.additional_redirect_urls.some((pattern) => patternOf(pattern).test(address));
  return listed ? redirectTo : rule.site_url;
}

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

function isSameSite(url: URL, site: URL): boolean {
  const samePort = url.port === site.port || loopbackHosts.includes(url.hostname);
  return url.protocol === site.protocol && url.hostname === site.hostname && samePort;
}

function patternOf(glob: string): RegExp {
  const source = glob.replace(/\*\*|\*|\?|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**') return '.*';
    if (part === '*') return '[^./]*';
    return part === '?' ? '[^./]' : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}
