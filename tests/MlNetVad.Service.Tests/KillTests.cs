using System.Diagnostics;
using Microsoft.Data.Sqlite;
using MlNetVad.TestSupport;

namespace MlNetVad.Service.Tests;

/// <summary>The sample's process, killed as a power cut would.</summary>
public sealed class KillTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vad-kill").FullName;

    private string Database => Path.Combine(_folder, "watch", "mlnetvad.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Service_KilledInTheMiddleOfAnEvent_HasItOnceWithItsClipAfterTheRestart()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "watch", "models"));
        File.Copy(SmallModel.Path, Path.Combine(_folder, "watch", "models", "demo.zip"));
        string id = "";
        using (Process first = Start())
        {
            await TestHost.Until(() => Task.FromResult((id = Ask("SELECT Id FROM Events WHERE EndedAt IS NULL AND Kind = 'Anomaly' LIMIT 1")).Length > 0), "an event that goes on", 60);
            first.Kill();   // SIGKILL
            await first.WaitForExitAsync();
        }

        Assert.Equal("1", Ask($"SELECT COUNT(*) FROM Events WHERE Id = '{id}' AND EndedAt IS NULL"));
        using Process second = Start();
        try
        {
            await TestHost.Until(() => Task.FromResult(Ask($"SELECT HasClip FROM Events WHERE Id = '{id}' AND EndedAt IS NOT NULL") == "1"), "its end and clip", 60);

            Assert.Equal("1", Ask($"SELECT COUNT(*) FROM Events WHERE Id = '{id}'"));
            Assert.Equal("0", Ask($"SELECT COUNT(*) FROM Events a JOIN Events b ON a.CameraId = b.CameraId AND a.Id < b.Id WHERE a.EndedAt IS NOT NULL AND b.StartedAt < a.EndedAt"));
        }
        finally
        {
            second.Kill();
            await second.WaitForExitAsync();
        }
    }

    private static string Built => Path.Combine(
        TestData.Repository, "samples", "09-serve", Path.GetRelativePath(Path.Combine(TestData.Repository, "tests", "MlNetVad.Service.Tests"), AppContext.BaseDirectory), "09-serve.dll");

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [Built, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None"]) { WorkingDirectory = _folder, UseShellExecute = false };
        start.Environment["MLNETVAD_ADMIN_PASSWORD"] = TestHost.Password;
        return Process.Start(start)!;
    }

    private string Ask(string question)
    {
        if (!File.Exists(Database))
        {
            return "";
        }

        try
        {
            using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = question;
            return command.ExecuteScalar()?.ToString() ?? "";
        }
        catch (SqliteException)
        {
            return "";   // it is being made
        }
    }
}
