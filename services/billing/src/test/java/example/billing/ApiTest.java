package example.billing;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

@SpringBootTest(properties = "app.environment=testing")
@AutoConfigureMockMvc
class ApiTest {
  @Autowired MockMvc api;

  private ResultActions send(String invoice) throws Exception {
    return api.perform(post("/invoices").contentType(MediaType.APPLICATION_JSON).content(invoice));
  }

  @Test
  void isHealthyAndNamesItsEnvironment() throws Exception {
    api.perform(get("/healthz")).andExpect(jsonPath("$.status").value("ok"));
    api.perform(get("/")).andExpect(jsonPath("$.environment").value("testing"));
  }

  @Test
  void bills() throws Exception {
    send("{\"customer\":\"Kim\",\"lines\":[{\"text\":\"Tea\",\"cents\":250,\"count\":2}]}")
        .andExpect(status().isCreated())
        .andExpect(header().exists("Location"))
        .andExpect(jsonPath("$.gross").value(595));
  }

  @Test
  void refuses() throws Exception {
    send("{\"customer\":\"Kim\",\"lines\":[]}").andExpect(status().isBadRequest());
    send("Tea").andExpect(status().isBadRequest());
    api.perform(get("/invoices/none")).andExpect(status().isNotFound());
  }
}
