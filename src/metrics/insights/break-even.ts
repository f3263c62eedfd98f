import { energyUsd } from "../energy";

/** What running on the device and in the cloud costs. USD. */
export interface CostFacts {
  /** Paid once, whatever is run: download and hardware. */
  fixedUsd: number;
  localUsdPerRequest: number;
  cloudUsdPerRequest: number;
}

/** What the facts are made from. */
export interface CostInput {
  downloadGb: number;
  usdPerGb: number;
  hardwareUsd: number;
  localSeconds: number;
  watts: number | null;
  usdPerKwh: number | null;
  cloudUsdPerRequest: number;
}

/**
 * Fixed: GB x price a GB + hardware. A request on the device: kW x hours x price a kWh, 0 where power or price is not
 * set. The total cost of ownership of n requests is fixed + n x that; in the cloud n x the price of a request.
 */
export function costFacts(input: CostInput): CostFacts {
  return {
    fixedUsd: input.downloadGb * input.usdPerGb + input.hardwareUsd,
    localUsdPerRequest: energyUsd(input.localSeconds * 1000, input) ?? 0,
    cloudUsdPerRequest: input.cloudUsdPerRequest,
  };
}

/** The number of requests from which on the device costs no more than the cloud; null where that never comes. */
export function breakEvenRequests({
  fixedUsd,
  localUsdPerRequest,
  cloudUsdPerRequest,
}: CostFacts): number | null {
  if (fixedUsd <= 0 && localUsdPerRequest <= cloudUsdPerRequest) return 0;
  const savedUsd = cloudUsdPerRequest - localUsdPerRequest;
  if (savedUsd <= 0) return null;
  return Math.ceil(Number((fixedUsd / savedUsd).toPrecision(12)));
}

/** What n requests cost on both sides. */
export function costAt(
  { fixedUsd, localUsdPerRequest, cloudUsdPerRequest }: CostFacts,
  requests: number,
): { localUsd: number; cloudUsd: number } {
  return { localUsd: fixedUsd + requests * localUsdPerRequest, cloudUsd: requests * cloudUsdPerRequest };
}
