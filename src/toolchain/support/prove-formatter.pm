package AutofixFormatter;

# Formatter for prove (TAP::Harness) that writes the canonical report: CTRF with details in `extra`.
# It needs nothing but modules that come with Perl.

use strict;
use warnings;
use base 'TAP::Formatter::Base';
use JSON::PP ();
use Time::HiRes ();

my $OUTPUT   = '@@OUTPUT@@';
my $TEXT_CAP = 20_000;
my $STARTED  = Time::HiRes::time();
my @entries;

sub open_test {
    my ( $self, $file, $parser ) = @_;
    return AutofixSession->new( $file, $parser, \@entries, $TEXT_CAP );
}

# Printed even so: the text is what a person sees when no report can be written.
sub summary {
    my ( $self, $aggregate, $interrupted ) = @_;
    my %count = ( passed => 0, failed => 0, skipped => 0 );
    $count{ $_->{status} }++ for @entries;
    my $summary = {
        tests => scalar @entries, %count, pending => 0, other => 0,
        start => int( $STARTED * 1000 ), stop => int( Time::HiRes::time() * 1000 ),
    };
    my $report = {
        reportFormat => 'CTRF', specVersion => '0.0.0',
        results => { tool => { name => 'prove', version => "$TAP::Harness::VERSION" }, summary => $summary, tests => \@entries },
    };
    open my $stream, '>:raw', $OUTPUT or die "Cannot write $OUTPUT: $!";
    print {$stream} JSON::PP->new->utf8->canonical->encode($report);
    close $stream;
    printf "%d tests, %d failed\n", scalar @entries, $count{failed};
}

package AutofixSession;

use strict;
use warnings;
use Encode ();

sub new {
    my ( $class, $file, $parser, $entries, $cap ) = @_;
    return bless {
        file => $file, parser => $parser, entries => $entries, cap => $cap,
        found => [], nested => [], noise => [], before => '',
    }, $class;
}

sub text { return Encode::decode( 'UTF-8', defined $_[0] ? $_[0] : '', Encode::FB_DEFAULT ) }

sub result {
    my ( $self, $result ) = @_;
    print $result->raw, "\n";
    if ( $result->is_test ) { $self->point( $result, [] ) }
    elsif ( $result->is_comment ) { $self->diagnostic( $result->raw ) }
    elsif ( !$result->is_plan && !$result->is_version ) { $self->line( $result->raw ) }
    return;
}

# Subtests stand indented before the point that closes them.
sub line {
    my ( $self, $raw ) = @_;
    if ( $raw =~ /^((?:    )+)(not )?ok \d+(?: - (.*))?$/ ) {
        my ( $depth, $not, $name ) = ( length($1) / 4, $2, defined $3 ? $3 : '' );
        my $skipped = $name =~ s/(?<!\\)\s+#\s*(?:skip|todo)\b.*//i;
        push @{ $self->{nested} },
            { depth => $depth, ok => !$not, name => text($name), skipped => $skipped, output => '', children => [] };
        my @children;
        my $nested = $self->{nested};
        while ( @$nested > 1 && $nested->[-2]{depth} == $depth + 1 ) { unshift @children, splice @$nested, -2, 1 }
        $nested->[-1]{children} = \@children;
    }
    elsif ( $raw =~ /^(?:    )+# / ) { $self->diagnostic($raw) }
    elsif ( $raw !~ /^(?:    )+\d+\.\.\d+|^\s*$/ ) { push @{ $self->{noise} }, text($raw) }
    return;
}

# What is printed about a point comes right after it; of a subtest's parent too.
sub diagnostic {
    my ( $self, $raw ) = @_;
    ( my $told = $raw ) =~ s/^\s*# ?//;
    return if $told =~ /^\s*Subtest: |^Looks like you (?:failed|planned)/;
    my $target = @{ $self->{nested} } ? $self->{nested}[-1] : $self->{found}[-1];
    $target->{output} .= text($told) . "\n" if $target;
    push @{ $self->{noise} }, text($told);
    return;
}

sub point {
    my ( $self, $result ) = @_;
    ( my $name = $result->description ) =~ s/^- //;
    my $status = $result->has_skip || $result->has_todo;
    push @{ $self->{found} }, {
        ok => $result->is_actual_ok, skipped => $status, output => '', children => $self->{nested},
        name => $name eq '' ? 'test ' . $result->number : text($name),
    };
    $self->{nested} = [];
    return;
}

sub close_test {
    my ($self) = @_;
    $self->add( $_, [] ) for @{ $self->{found} };
    my $parser = $self->{parser};
    my $failed = grep { !$_->{ok} && !$_->{skipped} } @{ $self->{found} };
    my $died   = $parser->exit || $parser->wait;
    return if $parser->skip_all && !$died;
    if ( ( $died && !$failed ) || $parser->parse_errors ) { $self->crash }
    return;
}

# The leaves; a parent that failed without a failing child is a test of its own.
sub add {
    my ( $self, $point, $around ) = @_;
    my @path = ( @$around, $point->{name} );
    my $before = @{ $self->{entries} };
    $self->add( $_, \@path ) for @{ $point->{children} };
    my $explained = grep { $_->{status} eq 'failed' } @{ $self->{entries} }[ $before .. $#{ $self->{entries} } ];
    return if @{ $point->{children} } && ( $point->{ok} || $point->{skipped} || $explained );
    my $status = $point->{skipped} ? 'skipped' : $point->{ok} ? 'passed' : 'failed';
    push @{ $self->{entries} }, $self->entry( \@path, $status, $point->{output} );
    return;
}

sub entry {
    my ( $self, $path, $status, $output ) = @_;
    my %entry = (
        name => $path->[-1], suite => [ @$path[ 0 .. $#$path - 1 ] ], status => $status,
        filePath => $self->{file}, extra => { namePath => $path },
    );
    return \%entry if $status ne 'failed';
    my ( $file, $line ) = $output =~ /at (\S+) line (\d+)\.?\s*$/m;
    my ( $got, $expected ) = ( $output =~ /^\s*got: (.*)$/m, $output =~ /^\s*expected: (.*)$/m );
    $entry{line} = 0 + $line if defined $line;
    $entry{extra}{failure} = {
        kind => 'assertion', errorType => undef, message => substr( message($output), 0, $self->{cap} ),
        expected => $expected, actual => $got, trace => substr( $output, 0, $self->{cap} ),
        frames => defined $file ? [ frame( $file, $line ) ] : [], output => '',
    };
    return \%entry;
}

sub message {
    my ($output) = @_;
    my @lines = grep { !/^\s*(?:Failed test\b|at \S+ line \d+\.?\s*$)/ } split /\n/, $output;
    my $text = join "\n", @lines;
    $text =~ s/^\s+|\s+$//g;
    return $text eq '' ? 'The test failed' : $text;
}

sub frame {
    my ( $file, $line ) = @_;
    return { raw => "$file line $line", file => $file, line => 0 + $line, column => undef, functionName => undef };
}

# The program ended early, or its tests do not add up.
sub crash {
    my ($self) = @_;
    my $output  = join "\n", @{ $self->{noise} };
    my @places  = $output =~ /at (\S+) line (\d+)/g;
    my @frames;
    while ( my ( $file, $line ) = splice @places, 0, 2 ) { push @frames, frame( $file, $line ) }
    my ($message) = $output =~ /^(.*? at \S+ line \d+.*)$/m;
    $message =~ s/ \(\@INC (?:contains|entries checked):[^)]*\)// if defined $message;
    $message = join '; ', $self->{parser}->parse_errors if !defined $message;
    $message = 'The test program ended with exit status ' . $self->{parser}->exit if $message eq '';
    my $loading = !@{ $self->{found} };
    my $path    = $loading ? [ $self->{file} ] : [ $self->{file}, 'ends well' ];
    my $entry   = $self->entry( $path, 'failed', '' );
    @{ $entry->{extra}{failure} }{qw(kind message trace frames)} =
        ( $loading ? 'load' : 'error', substr( $message, 0, $self->{cap} ), substr( $output, 0, $self->{cap} ), \@frames );
    push @{ $self->{entries} }, $entry;
    return;
}

1;
