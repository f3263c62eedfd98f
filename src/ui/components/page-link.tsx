import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { navigate, type PageName, pathOf } from "../router";

interface PageLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> {
  page: PageName;
  /** A part of the page, with its `#`. */
  hash?: string;
}

/** A link to a page of the app: a real address, opened in place on a plain click. */
export function PageLink({ page, hash = "", onClick, children, ...rest }: PageLinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain) return;
    event.preventDefault();
    navigate(page, hash);
  };
  return (
    <a href={pathOf(page) + hash} onClick={follow} {...rest}>
      {children}
    </a>
  );
}
