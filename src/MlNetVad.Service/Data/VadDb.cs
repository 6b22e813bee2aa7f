using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MlNetVad.Service.Data;

/// <summary>The database. Each kind of server has migrations of its own, and so a class of its own.</summary>
internal abstract class VadDb(DbContextOptions options) : IdentityDbContext<VadUser>(options)
{
    public DbSet<Camera> Cameras => Set<Camera>();

    public DbSet<VadEvent> Events => Set<VadEvent>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<DeadLetter> DeadLetters => Set<DeadLetter>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Camera>().HasIndex(camera => camera.Name).IsUnique();
        builder.Entity<VadEvent>().HasIndex(item => item.StartedAt);
        builder.Entity<VadEvent>().HasIndex(item => new { item.CameraId, item.EndedAt });
        builder.Entity<VadEvent>().Property(item => item.Description).HasDefaultValue("");
        builder.Entity<VadEvent>().Property(item => item.Kind).HasConversion<string>();
        builder.Entity<VadEvent>().Property(item => item.State).HasConversion<string>();
        builder.Entity<ApiKey>().HasIndex(key => key.Hash).IsUnique();
        builder.Entity<AuditEntry>().HasIndex(entry => entry.At);
    }

    // SQLite gives back times of no kind
    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        value => value.ToUniversalTime(), value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
}

/// <summary>A file of SQLite.</summary>
internal sealed class SqliteVadDb(DbContextOptions<SqliteVadDb> options) : VadDb(options);

/// <summary>A PostgreSQL server.</summary>
internal sealed class PostgresVadDb(DbContextOptions<PostgresVadDb> options) : VadDb(options);
