/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the test image probe.c does, chosen by the A side
 *
 * The A side writes a mode to AMP_CTRL_SCRATCH before the release; the image
 * reports in the words of the DTCM below.  Shared by the image and the tests.
 */
#ifndef PROBE_H
#define PROBE_H

/* Modes */
#define PROBE_COUNT   0u    /* adds 1 to COUNTER, then waits for ever */
#define PROBE_SPIN    1u    /* adds 1 to COUNTER for ever */
#define PROBE_LOCKUP  2u    /* faults, and faults in the HardFault handler */
#define PROBE_ECHO    3u    /* sends each mailbox word + 1 back */
#define PROBE_ENGINES 4u    /* notes NVIC and SysTick, then switches both on */
#define PROBE_WDOG    5u    /* starts the watchdog, never feeds it */
#define PROBE_RESET   6u    /* asks for AIRCR.SYSRESETREQ */
#define PROBE_MARKS   7u    /* marks the trace, a burst of work between */

#define PROBE_WDOG_US 1000u

/* Words at the start of the DTCM */
#define PROBE_COUNTER 0u    /* runs of COUNT, rounds of SPIN, words of ECHO */
#define PROBE_ISER    1u    /* ENGINES: NVIC_ISER0 as found */
#define PROBE_SYST    2u    /* ENGINES: SYST_CSR as found */
#define PROBE_TICKS   3u    /* ENGINES: SysTick interrupts so far */
#define PROBE_WORDS   4u

#endif
