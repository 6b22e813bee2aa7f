using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Tests;

/// <summary>The whole service on a port of its own, with a data folder of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private readonly WebApplication _app;
    private readonly bool _keepsData;

    private TestHost(WebApplication app, string data, bool keepsData) => (_app, Data, _keepsData) = (app, data, keepsData);

    public string Data { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts it, with the small model on its shelf.</summary>
    public static async Task<TestHost> Start(Action<VadServiceOptions>? configure = null, string? data = null, bool keepsData = false, Action<IServiceCollection>? services = null)
    {
        string folder = data ?? Directory.CreateTempSubdirectory("vad-service").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "models"));
        if (!File.Exists(Path.Combine(folder, "models", "demo.zip")))
        {
            File.Copy(SmallModel.Path, Path.Combine(folder, "models", "demo.zip"));
        }

        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder, EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddMlNetVad(options =>
        {
            options.DataFolder = folder;
            options.AdministratorPassword = Password;
            options.LoginsPerMinute = 1000;
            options.HousekeepingSeconds = 0.5;
            configure?.Invoke(options);
        });
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        app.MapMlNetVad();
        await app.StartAsync();
        await app.Services.GetRequiredService<ServiceRun>().Ready.WaitAsync(TimeSpan.FromSeconds(60));
        return new TestHost(app, folder, keepsData);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A client with a key of a role; null for a stranger.</summary>
    public async Task<HttpClient> Client(string? role)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (role is not null)
        {
            await using AsyncServiceScope scope = _app.Services.CreateAsyncScope();
            (_, string key) = await scope.ServiceProvider.GetRequiredService<People>().MakeKey("test " + role, role);
            client.DefaultRequestHeaders.Add(ApiKeyHandler.Header, key);
        }

        return client;
    }

    /// <summary>A browser's client after signing in; with the token that its requests need, or without.</summary>
    public async Task<HttpClient> SignIn(string name, string password, bool withToken = false)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        var client = new HttpClient(handler) { BaseAddress = Address };
        Assert.Equal("/", await SignIn(client, name, password, ""));
        if (withToken)
        {
            JsonNode token = (await client.GetFromJsonAsync<JsonNode>("api/csrf"))!;
            client.DefaultRequestHeaders.Add((string)token["header"]!, (string)token["token"]!);
        }

        return client;
    }

    /// <summary>Where signing in leads to; the status where it leads nowhere.</summary>
    public async Task<string> TrySignIn(string name, string password, string returnUrl = "")
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        return await SignIn(client, name, password, returnUrl);
    }

    /// <summary>Makes a camera; returns its id.</summary>
    public async Task<Guid> Camera(object edit)
    {
        using HttpClient client = await Client(Roles.Administrator);
        using HttpResponseMessage made = await client.PostAsJsonAsync("api/cameras", edit);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        return Guid.Parse(made.Headers.Location!.ToString().Split('/')[^1]);
    }

    private static async Task<string> SignIn(HttpClient client, string name, string password, string returnUrl)
    {
        string page = await client.GetStringAsync("login");
        string token = Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([new("name", name), new("password", password), new("returnUrl", returnUrl), new("__RequestVerificationToken", token)]);
        using HttpResponseMessage answer = await client.PostAsync("account/login", form);
        return answer.Headers.Location?.ToString() ?? $"{(int)answer.StatusCode}";
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task Until(Func<Task<bool>> isSo, string what, double seconds = 60)
    {
        DateTime end = DateTime.UtcNow.AddSeconds(seconds);
        while (!await isSo())
        {
            Assert.True(DateTime.UtcNow < end, $"not within {seconds} s: {what}");
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (!_keepsData)
        {
            Directory.Delete(Data, recursive: true);
        }
    }
}
