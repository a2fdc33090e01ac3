/*
 * The smallest program that embeds Breakwater: decides each URL of its command line for a profile.
 *
 *     cc embed.c -lbreakwater-c -o embed
 *     ./embed household.bwb child-6-9 http://example.org/ ...
 *
 * One line a URL: ACTION<TAB>RANK<TAB>CATEGORY<TAB>LIST<TAB>URL, then its explanation where EXPLAIN is set in the
 * environment. With `--hostile BUNDLE` it checks instead that wrong arguments are answered, not obeyed.
 */
#include <breakwater.h>

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *action_name(int32_t action) {
    switch (action) {
    case BW_ALLOW: return "allow";
    case BW_WARN: return "warn";
    default: return "block";
    }
}

static const char *or_dash(const char *text) { return text != NULL ? text : "-"; }

static int explain(const bw_engine *engine, const char *url, const char *profile) {
    bw_request request = { .struct_size = sizeof request, .url = url, .url_length = strlen(url), .profile = profile,
        .now = BW_NOW, .layer = BW_LAYER_URL };
    size_t length = 0;
    if (bw_engine_explain(engine, &request, NULL, 0, &length) != BW_ERROR_BUFFER) return 1;
    char *json = malloc(length + 1);
    if (json == NULL || bw_engine_explain(engine, &request, json, length + 1, &length) != BW_OK) return 1;
    printf("%s\n", json);
    free(json);
    return 0;
}

static int decide_all(const char *bundle, const char *profile, char **urls, int count) {
    bw_engine *engine = NULL;
    if (bw_engine_open(bundle, &engine) != BW_OK) {
        fprintf(stderr, "embed: %s\n", bw_last_error());
        return 2;
    }
    for (int index = 0; index < count; index++) {
        bw_verdict verdict = { .struct_size = sizeof verdict };
        bw_status status = bw_engine_decide(engine, urls[index], strlen(urls[index]), profile, BW_NOW, &verdict);
        if (status != BW_OK) {
            fprintf(stderr, "embed: %s: %s\n", bw_status_text(status), bw_last_error());
            return 2;
        }
        printf("%s\t%d\t%s\t%s\t%s\n", action_name(verdict.action), (int)verdict.rank,
            or_dash(bw_engine_category_name(engine, verdict.category)), or_dash(bw_engine_list_name(engine, verdict.list)), urls[index]);
        if (getenv("EXPLAIN") != NULL && explain(engine, urls[index], profile) != 0) return 2;
    }
    bw_engine_close(engine);
    return 0;
}

static int failures = 0;

static void expect(int holds, const char *what) {
    if (holds) return;
    failures++;
    printf("FAILED: %s (%s)\n", what, bw_last_error());
}

static void *decide_on_thread(void *argument) {
    bw_engine *engine = argument;
    for (int round = 0; round < 2000; round++) {
        bw_verdict verdict = { .struct_size = sizeof verdict };
        if (bw_engine_decide(engine, "http://www.bad.test/x", 21, NULL, BW_NOW, &verdict) != BW_OK) return argument;
        if (verdict.action != BW_BLOCK || verdict.rank != BW_RANK_CATEGORY) return argument;
    }
    bw_engine_close(engine);
    return NULL;
}

/* Names in one call: what each gets, and what wrong arguments get. */
static void decide_hosts(bw_engine *engine) {
    struct { bw_verdict verdict; char later[16]; } far[3];
    bw_verdict verdicts[5000];
    bw_host hosts[5000];
    for (int index = 0; index < 5000; index++) {
        hosts[index] = index % 2 ? (bw_host){ "WWW.Bad.test", 12 } : (bw_host){ "ok.test", 7 };
        verdicts[index] = (bw_verdict){ .struct_size = sizeof *verdicts, .action = 77 };
    }
    expect(bw_engine_decide_hosts(engine, hosts, 5000, NULL, BW_NOW, verdicts) == BW_OK, "many names");
    int wrong = 0;
    for (int index = 0; index < 5000; index++)
        wrong += verdicts[index].action != (index % 2 ? BW_BLOCK : BW_ALLOW) || verdicts[index].layer != BW_LAYER_NAME;
    expect(wrong == 0, "a verdict for each name");
    expect(bw_engine_decide_hosts(NULL, hosts, 2, NULL, BW_NOW, verdicts) == BW_ERROR_ARGUMENT, "names, but no engine");
    expect(verdicts[0].action == BW_BLOCK, "a failure leaves blocks");
    expect(bw_engine_decide_hosts(engine, NULL, 2, NULL, BW_NOW, verdicts) == BW_ERROR_ARGUMENT, "no names");
    expect(bw_engine_decide_hosts(engine, hosts, 2, NULL, BW_NOW, NULL) == BW_ERROR_ARGUMENT, "no verdicts");
    expect(bw_engine_decide_hosts(engine, NULL, 0, NULL, BW_NOW, NULL) == BW_OK, "nothing to do");
    expect(bw_engine_decide_hosts(engine, hosts, SIZE_MAX, NULL, BW_NOW, verdicts) == BW_ERROR_ARGUMENT, "SIZE_MAX names");
    expect(bw_engine_decide_hosts(engine, hosts, SIZE_MAX / 2, NULL, BW_NOW, verdicts) == BW_ERROR_ARGUMENT, "SIZE_MAX / 2 names");
    expect(bw_engine_decide_hosts(engine, hosts, 2, "nobody", BW_NOW, verdicts) == BW_ERROR_UNKNOWN_PROFILE, "names for an unknown profile");
    hosts[4999].length = SIZE_MAX;
    expect(bw_engine_decide_hosts(engine, hosts, 5000, NULL, BW_NOW, verdicts) == BW_ERROR_TOO_LONG, "a bad name behind many good ones");
    wrong = 0;
    for (int index = 0; index < 5000; index++) wrong += verdicts[index].action != BW_BLOCK;
    expect(wrong == 0, "a failure in the middle leaves blocks everywhere");
    verdicts[1].struct_size = 1;
    expect(bw_engine_decide_hosts(engine, hosts, 2, NULL, BW_NOW, verdicts) == BW_ERROR_ARGUMENT, "a second verdict of a wrong size");
    verdicts[1].struct_size = sizeof *verdicts;
    hosts[1].length = SIZE_MAX;
    expect(bw_engine_decide_hosts(engine, hosts, 2, NULL, BW_NOW, verdicts) == BW_ERROR_TOO_LONG, "a name of SIZE_MAX bytes");
    hosts[1] = (bw_host){ NULL, 1 };
    expect(bw_engine_decide_hosts(engine, hosts, 2, NULL, BW_NOW, verdicts) == BW_ERROR_ARGUMENT, "a name at NULL");
    hosts[1].length = 0;
    expect(bw_engine_decide_hosts(engine, hosts, 2, NULL, BW_NOW, verdicts) == BW_OK && verdicts[1].rank == BW_RANK_MALFORMED, "an empty name");
    memset(far, 'x', sizeof far);
    for (int index = 0; index < 3; index++) far[index].verdict.struct_size = sizeof *far;
    expect(bw_engine_decide_hosts(engine, hosts, 3, NULL, BW_NOW, &far[0].verdict) == BW_OK && far[2].verdict.action == BW_ALLOW, "a later program");
    expect(far[0].later[0] == 'x' && far[2].later[15] == 'x', "fields of later versions of many");
}

static int hostile(const char *bundle) {
    const char *url = "http://ok.test/";
    size_t length = strlen(url);
    bw_engine *engine = (bw_engine *)&failures;

    expect(bw_engine_open(NULL, &engine) == BW_ERROR_ARGUMENT && engine == NULL, "open of no path");
    expect(bw_engine_open("", &engine) == BW_ERROR_ARGUMENT, "open of an empty path");
    expect(bw_engine_open(bundle, NULL) == BW_ERROR_ARGUMENT, "open into nowhere");
    expect(bw_engine_open("/nonexistent.bwb", &engine) == BW_ERROR_UNREADABLE && engine == NULL, "open of a missing file");
    expect(strlen(bw_last_error()) > 0, "a failure has a sentence");
    expect(bw_engine_open("/dev/null", &engine) != BW_OK, "open of an empty file");
    expect(bw_engine_open(bundle, &engine) == BW_OK && engine != NULL, "open of a bundle");

    bw_verdict verdict = { .struct_size = sizeof verdict };
    expect(bw_engine_decide(engine, url, length, NULL, BW_NOW, &verdict) == BW_OK && verdict.action == BW_ALLOW, "a decision");
    expect(bw_engine_decide(NULL, url, length, NULL, BW_NOW, &verdict) == BW_ERROR_ARGUMENT, "no engine");
    expect(verdict.action == BW_BLOCK, "a failure leaves a block");
    expect(bw_engine_decide(engine, NULL, length, NULL, BW_NOW, &verdict) == BW_ERROR_ARGUMENT, "no URL");
    expect(bw_engine_decide(engine, url, 0, NULL, BW_NOW, &verdict) == BW_ERROR_ARGUMENT, "an empty URL");
    expect(bw_engine_decide(engine, url, SIZE_MAX, NULL, BW_NOW, &verdict) == BW_ERROR_TOO_LONG, "a URL of SIZE_MAX bytes");
    expect(bw_engine_decide(engine, url, SIZE_MAX / 2, NULL, BW_NOW, &verdict) == BW_ERROR_TOO_LONG, "a URL of SIZE_MAX / 2 bytes");
    expect(bw_engine_decide(engine, url, BW_URL_LIMIT + 1, NULL, BW_NOW, &verdict) == BW_ERROR_TOO_LONG, "a URL over the limit");
    expect(bw_engine_decide(engine, url, length, "nobody", BW_NOW, &verdict) == BW_ERROR_UNKNOWN_PROFILE, "an unknown profile");
    expect(bw_engine_decide(engine, url, length, "", BW_NOW, &verdict) == BW_ERROR_UNKNOWN_PROFILE, "an empty profile");
    expect(bw_engine_decide(engine, url, length, NULL, INT64_MIN, &verdict) == BW_ERROR_ARGUMENT, "a time before 1970");
    expect(bw_engine_decide(engine, url, length, NULL, INT64_MAX, &verdict) == BW_ERROR_ARGUMENT, "a time after 9999");
    expect(bw_engine_decide(engine, url, length, NULL, 253402300799, &verdict) == BW_OK, "the last second");
    expect(bw_engine_decide(engine, url, length, NULL, BW_NOW, NULL) == BW_ERROR_ARGUMENT, "no verdict");
    expect(bw_engine_decide(engine, "\xff\xfe\0x", 4, NULL, BW_NOW, &verdict) == BW_OK && verdict.rank == BW_RANK_MALFORMED, "bytes");

    size_t sizes[] = { 0, 1, sizeof verdict - 1, 4097, SIZE_MAX, SIZE_MAX / 2 };
    for (size_t index = 0; index < sizeof sizes / sizeof *sizes; index++) {
        verdict = (bw_verdict){ .struct_size = sizes[index], .action = 77 };
        expect(bw_engine_decide(engine, url, length, NULL, BW_NOW, &verdict) == BW_ERROR_ARGUMENT, "a wrong struct_size");
        expect(verdict.action == 77, "a verdict of wrong size is not written to");
        bw_request wrong = { .struct_size = sizes[index], .url = url, .url_length = length };
        expect(bw_engine_explain(engine, &wrong, NULL, 0, NULL) == BW_ERROR_ARGUMENT, "a request of wrong size");
    }
    struct { bw_verdict verdict; char later[64]; } grown = { .verdict = { .struct_size = sizeof grown } };
    memset(grown.later, 'x', sizeof grown.later);
    expect(bw_engine_decide(engine, url, length, NULL, BW_NOW, &grown.verdict) == BW_OK, "a later program's verdict");
    expect(grown.later[0] == 'x' && grown.later[63] == 'x', "fields of later versions are left alone");

    bw_request request = { .struct_size = sizeof request, .url = url, .url_length = length, .now = BW_NOW, .layer = BW_LAYER_URL };
    verdict.struct_size = sizeof verdict;
    expect(bw_engine_decide_request(engine, NULL, &verdict) == BW_ERROR_ARGUMENT, "no request");
    expect(bw_engine_decide_request(engine, &request, &verdict) == BW_OK, "a request");
    request.layer = 5;
    expect(bw_engine_decide_request(engine, &request, &verdict) == BW_ERROR_ARGUMENT, "an unknown layer");
    request.layer = BW_LAYER_NAME;
    request.type = -1;
    expect(bw_engine_decide_request(engine, &request, &verdict) == BW_ERROR_ARGUMENT, "an unknown type");
    request.type = BW_TYPE_OTHER;
    request.used_minutes = INT32_MIN;
    expect(bw_engine_decide_request(engine, &request, &verdict) == BW_ERROR_ARGUMENT, "negative minutes");
    request.used_minutes = INT32_MAX;
    request.document = url;
    request.document_length = SIZE_MAX;
    expect(bw_engine_decide_request(engine, &request, &verdict) == BW_ERROR_TOO_LONG, "a document of SIZE_MAX bytes");
    request.document_length = length;
    expect(bw_engine_decide_request(engine, &request, &verdict) == BW_OK && verdict.layer == BW_LAYER_NAME, "all that is known");

    decide_hosts(engine);

    char json[16];
    size_t needed = 1;
    expect(bw_engine_explain(engine, &request, json, sizeof json, &needed) == BW_ERROR_BUFFER && needed > sizeof json, "a small buffer");
    expect(bw_engine_explain(engine, &request, NULL, 100000, &needed) == BW_ERROR_ARGUMENT, "no buffer");
    expect(bw_engine_explain(engine, NULL, json, sizeof json, NULL) == BW_ERROR_ARGUMENT, "nothing to explain");
    expect(bw_engine_explain(NULL, &request, json, sizeof json, NULL) == BW_ERROR_ARGUMENT, "nothing to explain by");

    expect(bw_engine_category_name(engine, -1) == NULL && bw_engine_category_name(engine, INT32_MAX) == NULL, "no such category");
    expect(bw_engine_list_name(NULL, 0) == NULL && bw_engine_profile_name(engine, INT32_MIN) == NULL, "no such name");
    expect(bw_engine_category_count(NULL) == 0 && bw_engine_category_count(engine) == 1, "categories");
    expect(bw_engine_list_count(engine) == 1 && bw_engine_profile_count(engine) == 2, "lists and profiles");
    expect(bw_engine_identity(NULL) == NULL && strlen(bw_engine_identity(engine)) == 64, "identity");
    expect(bw_status_text((bw_status)12345) != NULL && bw_status_text((bw_status)-1) != NULL, "a status that is none");
    expect(strlen(bw_version()) > 0, "a version");

    pthread_t threads[4];
    for (int index = 0; index < 4; index++) pthread_create(&threads[index], NULL, decide_on_thread, bw_engine_retain(engine));
    bw_engine_close(engine);
    for (int index = 0; index < 4; index++) {
        void *result = NULL;
        pthread_join(threads[index], &result);
        expect(result == NULL, "decisions on threads");
    }
    bw_engine_close(NULL);
    expect(bw_engine_retain(NULL) == NULL, "retain of nothing");
    printf("%d failures\n", failures);
    return failures == 0 ? 0 : 1;
}

int main(int count, char **arguments) {
    if (count == 3 && strcmp(arguments[1], "--hostile") == 0) return hostile(arguments[2]);
    if (count < 4) {
        fprintf(stderr, "usage: embed BUNDLE PROFILE URL ...\n");
        return 2;
    }
    return decide_all(arguments[1], arguments[2], arguments + 3, count - 3);
}
