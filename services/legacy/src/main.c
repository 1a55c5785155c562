/* Converts Roman numerals over HTTP, one request at a time. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "roman.h"

static volatile sig_atomic_t stopping;

static void stop(int signal) {
    (void)signal;
    stopping = 1;
}

/* Writes the JSON for a path and returns its status. */
static int answer(const char *path, const char *environment, char *body, size_t size) {
    char numeral[ROMAN_SIZE];
    if (strcmp(path, "/healthz") == 0) {
        snprintf(body, size, "{\"status\":\"ok\"}");
    } else if (strcmp(path, "/") == 0) {
        snprintf(body, size, "{\"service\":\"legacy\",\"environment\":\"%s\"}", environment);
    } else if (strncmp(path, "/roman/", 7) == 0) {
        char *end;
        long number = strtol(path + 7, &end, 10);
        if (end == path + 7 || *end) number = roman_read(path + 7);
        if (!roman_write(number, numeral)) {
            snprintf(body, size, "{\"error\":\"neither a numeral nor a number from 1 to %d\"}", ROMAN_MAX);
            return 400;
        }
        snprintf(body, size, "{\"number\":%ld,\"numeral\":\"%s\"}", number, numeral);
    } else {
        snprintf(body, size, "{\"error\":\"no such page\"}");
        return 404;
    }
    return 200;
}

static void serve(int client, const char *environment) {
    char request[4096], path[256], body[512], response[1024];
    struct timeval patience = {.tv_sec = 5};
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    size_t length = 0;
    do {
        ssize_t got = read(client, request + length, sizeof request - 1 - length);
        if (got <= 0) return;
        request[length += (size_t)got] = '\0';
    } while (!strstr(request, "\r\n\r\n") && length < sizeof request - 1);

    int status = 405;
    snprintf(body, sizeof body, "{\"error\":\"no such method\"}");
    if (sscanf(request, "GET %255s", path) == 1) status = answer(path, environment, body, sizeof body);
    int size = snprintf(response, sizeof response,
                        "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                        "Connection: close\r\n\r\n%s",
                        status, status == 200 ? "OK" : "Refused", strlen(body), body);
    if (write(client, response, (size_t)size) == size) shutdown(client, SHUT_WR);
}

int main(void) {
    const char *port = getenv("PORT"), *given = getenv("APP_ENV");
    const char *environment = given && strlen(given) < 64 ? given : "production";
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port ? port : "8090"))};
    int server = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(server, (struct sockaddr *)&address, sizeof address) || listen(server, 64)) {
        perror("listening");
        return 1;
    }

    /* The signals come only while the loop waits: none is lost, and no request is cut off. */
    sigset_t blocked, waiting;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGINT);
    sigprocmask(SIG_BLOCK, &blocked, &waiting);
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);

    fprintf(stderr, "legacy (%s) listens on :%d\n", environment, ntohs(address.sin_port));
    struct pollfd ready = {.fd = server, .events = POLLIN};
    while (!stopping) {
        if (ppoll(&ready, 1, NULL, &waiting) < 1) continue;
        int client = accept(server, NULL, NULL);
        if (client < 0) continue;
        serve(client, environment);
        close(client);
    }
    return 0;
}
