// Cameras watched live in a program of one's own: pages at /, the API below /api.
//   dotnet run                    two generated cameras; the password of 'admin' stands in the log
//   dotnet run -- /srv/video      cameras may also name files of that folder
using MlNetVad.Service;

string[] media = [.. args.Where(Directory.Exists)];

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddMlNetVad(options =>
{
    options.DataFolder = "watch";            // database, models, events, keys: all there is to back up
    options.Demo = media.Length == 0;
    Array.ForEach(media, options.MediaFolders.Add);
});

WebApplication app = builder.Build();
app.MapGet("/hello", () => "Beside your own endpoints.").AllowAnonymous();
app.MapMlNetVad();
app.Run();
